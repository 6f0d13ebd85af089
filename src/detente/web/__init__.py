"""The local web app: eight pages over one workspace, each with its data beside it. `app.create_app` makes it."""
