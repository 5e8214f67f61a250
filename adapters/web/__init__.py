"""Pages that people look at in a browser: server-rendered, in Vietnamese and English."""
