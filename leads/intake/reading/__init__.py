"""Reading lead files: from whatever a sender calls a table to typed cells, or a refusal a person understands."""
