"""PostgreSQL servers for the emulated clusters, if the rehearsal has some. REHEARSED_DATABASES is the URL of the rehearsal's helper.

For each cluster snapshot and each restore, the emulator calls that URL with the parameters of the AWS call, and waits until the data is
copied. If RunTask starts a task, the task's command really runs, and its variable PGHOST contains the PostgreSQL server of the cluster.
"""

import json
import os
import subprocess
import urllib.request

from moto.rds.models import RDSBackend
from rehearsed_turns import others_first

URL = os.environ.get("REHEARSED_DATABASES")


def ask(**question) -> dict:
    if URL is None:
        return {}
    request = urllib.request.Request(URL, json.dumps(question).encode(), {"content-type": "application/json"})
    with others_first(), urllib.request.urlopen(request, timeout=300) as answer:
        return json.load(answer)


def run(definition: dict, overrides: dict, server: dict) -> tuple:
    """Runs the command of a task's container. Returns the exit code, and the lines that the command printed."""
    overridden = next(iter(overrides.get("containerOverrides", [])), {})
    variables = {it["name"]: it["value"] for it in definition.get("environment", []) + overridden.get("environment", [])}
    ended = subprocess.run(
        overridden.get("command") or definition["command"],
        env={"PATH": os.environ["PATH"], **variables, **server},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return ended.returncode, ended.stdout.splitlines()


def server_of(definition: dict) -> dict:
    """The environment variables with which a task connects to the PostgreSQL server. Empty if the task's database has no server."""
    variables = {it["name"]: it["value"] for it in definition.get("environment", [])}
    return ask(connect=variables["PGHOST"].split(".")[0]) if URL and "PGHOST" in variables else {}


create_snapshot = RDSBackend.create_db_cluster_snapshot
restore_from_snapshot = RDSBackend.restore_db_cluster_from_snapshot
restore_to_point_in_time = RDSBackend.restore_db_cluster_to_point_in_time


def create_snapshot_of_server(self, db_cluster_identifier, db_cluster_snapshot_identifier, *args, **kwargs):
    snapshot = create_snapshot(self, db_cluster_identifier, db_cluster_snapshot_identifier, *args, **kwargs)
    ask(snapshot=db_cluster_snapshot_identifier, cluster=db_cluster_identifier)
    return snapshot


def restore_server_from_snapshot(self, from_snapshot_id, overrides):
    cluster = restore_from_snapshot(self, from_snapshot_id, overrides)
    name = from_snapshot_id.split(":cluster-snapshot:")[-1]
    ask(restore=cluster.db_cluster_identifier, snapshot=name)
    return cluster


def restore_server_to_point_in_time(
    self, db_cluster_identifier, source_db_cluster_identifier, restore_type="full-copy", restore_to_time=None, **more
):
    cluster = restore_to_point_in_time(
        self, db_cluster_identifier, source_db_cluster_identifier, restore_type, restore_to_time, **more
    )
    at = restore_to_time and f"{restore_to_time:%Y-%m-%dT%H:%M:%SZ}"
    ask(restore=db_cluster_identifier, cluster=source_db_cluster_identifier, at=at)
    return cluster


RDSBackend.create_db_cluster_snapshot = create_snapshot_of_server
RDSBackend.restore_db_cluster_from_snapshot = restore_server_from_snapshot
RDSBackend.restore_db_cluster_to_point_in_time = restore_server_to_point_in_time
