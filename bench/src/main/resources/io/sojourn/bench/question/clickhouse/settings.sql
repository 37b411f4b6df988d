max_threads = 2, optimize_aggregation_in_order = 1, optimize_read_in_order = 1
