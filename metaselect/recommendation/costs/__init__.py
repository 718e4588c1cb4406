"""What candidates cost: seconds of fitting and predicting on this machine, memory, and what less time would cost."""
