import sys

from scripts.cli import main

sys.exit(main(sys.argv[1:]))
