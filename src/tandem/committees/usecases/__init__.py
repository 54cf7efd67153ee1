"""What one does with committees: call, prepare, hold, decide, keep the minutes, follow up."""
