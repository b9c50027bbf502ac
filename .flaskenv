# Lets `flask db upgrade` and the other commands find the application.
FLASK_APP=wsgi
