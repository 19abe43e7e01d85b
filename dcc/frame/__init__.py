"""The frame of every page: navigation, paging, answers to forms, middleware, the catalogue of words."""
