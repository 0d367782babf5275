# What is run before a change is taken; the same as continuous integration runs.
check:
    .ci/run

# The tests alone.
test:
    cargo test

# Writes the demo place and its outputs.
demo:
    cargo run -- demo
