"""Appraisal (绩效考核): how far each person of a post came towards what the post is judged by."""
