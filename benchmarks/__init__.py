"""Speed of WeConnect beside its peers, measured from outside: `bin/bench`, docs/performance.md."""
