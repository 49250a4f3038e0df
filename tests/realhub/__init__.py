"""A real WebSub hub (flask-websub's) in a process of its own, an outlet, and a pipeline that subscribes."""
