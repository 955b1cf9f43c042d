module smallboat/dev/toolchain/tests/pause

go 1.26
