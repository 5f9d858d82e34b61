"""What readers say is wrong: the form, its state, the coordinator's queue and the editor's answers."""
