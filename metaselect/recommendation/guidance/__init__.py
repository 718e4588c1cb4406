"""What goes with the advice: the splits to validate on, and the metric that suits the target."""
