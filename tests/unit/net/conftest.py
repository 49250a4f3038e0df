import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from fakeweb.fixtures import _running_web, fakeweb, fetch  # noqa: F401
