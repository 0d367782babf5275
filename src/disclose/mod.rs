//! Disclosure control: findings in, evidence out. The only door to publication.

pub mod evidence;
