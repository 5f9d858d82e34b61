"""What people who know a language say of its words, and how their words come to stand on the pages."""
