"""Urgent help, and what Baken is and keeps."""
