# pgAdmin's settings in its container, instead of those that its start script would write into a root that is read-only: what that
# writes, and then ours.
CA_FILE = "/etc/ssl/certs/ca-certificates.crt"
LOG_FILE = "/dev/null"
HELP_PATH = "../../docs"
DEFAULT_BINARY_PATHS = {"pg": "/usr/local/pgsql-18", "pg-18": "/usr/local/pgsql-18"}

# Nobody's password is kept in it but the reader's, in a file of its own.
MASTER_PASSWORD_REQUIRED = False
# It asks nobody outside for anything.
UPGRADE_CHECK_ENABLED = False
SHOW_GRAVATAR_IMAGE = False

# The saved queries, the same for whoever logs in: "Open File" shows them. Mounted read-only, as its administrator might else
# write to them.
SHARED_STORAGE = [{"name": "Requêtes", "path": "/etc/pgadmin/queries", "restricted_access": True}]
