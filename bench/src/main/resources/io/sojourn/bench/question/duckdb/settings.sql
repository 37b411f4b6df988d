SET threads = 2;
SET memory_limit = '6GB';
SET preserve_insertion_order = false;
SET asof_loop_join_threshold = 0;
