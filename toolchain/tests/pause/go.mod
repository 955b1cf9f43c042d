module smallboat/toolchain/tests/pause

go 1.26
