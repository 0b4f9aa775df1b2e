"""ECS: tasks with their interfaces, services that start tasks, protection from scale-in, and sessions of task roles."""
