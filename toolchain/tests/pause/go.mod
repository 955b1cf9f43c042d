module smallboat/test/bench/pause

go 1.26
