"""The endpoints: each module has routes, and all of them are loaded at start."""
