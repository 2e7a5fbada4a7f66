"""From tags to answers: one search interface, its engines, the API and its pages."""
