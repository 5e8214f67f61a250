"""Days, hours and due dates."""
