"""Where work is done: processes of this machine, warm kernels, the workers of a cluster."""
