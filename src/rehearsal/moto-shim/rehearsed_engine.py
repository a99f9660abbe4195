"""The engine version of an Aurora PostgreSQL cluster. moto accepts every version with every parameter group, and has no list of versions.
This file refuses the combinations of a version and a parameter group that AWS refuses.
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html
"""

from moto.core.responses import ActionResult
from moto.rds.exceptions import RDSClientError
from moto.rds.models import RDSBackend
from moto.rds.responses import RDSResponse

# A part of AWS's list. For each version: the versions to which a cluster can be upgraded.
UPGRADES = {
    "16.8": ["16.9", "16.10", "16.11", "17.7"],
    "16.11": ["17.7", "17.9"],
    "17.7": ["17.9"],
}


def major_of(version: str) -> str:
    return version.partition(".")[0]


def combination(message: str) -> RDSClientError:
    return RDSClientError("InvalidParameterCombination", message)


# --- A version and its parameters -------------------------------------------------------------------------------------------
modify_cluster = RDSBackend.modify_db_cluster


def modify_cluster_as_aws_allows(self, kwargs):
    cluster = self.clusters[kwargs["db_cluster_identifier"]]
    if cluster.engine != "aurora-postgresql":
        return modify_cluster(self, kwargs)
    has, version = cluster.engine_version, kwargs.get("engine_version") or cluster.engine_version
    if version != has and version not in UPGRADES.get(has, []):
        raise combination(f"Cannot upgrade aurora-postgresql from {has} to {version}")
    is_major = major_of(version) != major_of(has)
    if is_major and not kwargs.get("allow_major_version_upgrade"):
        raise combination("The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.")
    # AWS does not replace a cluster's own parameter group, so the group has to fit the new version.
    name = kwargs.get("db_cluster_parameter_group_name") or cluster.parameter_group
    group = self.db_cluster_parameter_groups.get(name)
    if group is not None and group.db_parameter_group_family != f"aurora-postgresql{major_of(version)}":
        raise combination(f"The parameter group {name} of family {group.db_parameter_group_family} cannot be used for version {version}.")
    return modify_cluster(self, kwargs)


RDSBackend.modify_db_cluster = modify_cluster_as_aws_allows


# --- A parameter group that is in use cannot be deleted ---------------------------------------------------------------------------------
# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBClusterParameterGroup.html
delete_group = RDSBackend.delete_db_cluster_parameter_group


def delete_group_that_is_free(self, db_cluster_parameter_group_name):
    users = [it.db_cluster_identifier for it in self.clusters.values() if it.parameter_group == db_cluster_parameter_group_name]
    if users:
        raise RDSClientError(
            "InvalidDBParameterGroupState",
            f"{db_cluster_parameter_group_name} cannot be deleted: it is in use by {', '.join(users)}",
        )
    return delete_group(self, db_cluster_parameter_group_name)


RDSBackend.delete_db_cluster_parameter_group = delete_group_that_is_free


# --- The list of upgrades -----------------------------------------------------------------------------------------------------
def describe_db_engine_versions(self) -> ActionResult:
    has = self.params.get("EngineVersion")
    targets = [
        {"Engine": "aurora-postgresql", "EngineVersion": it, "IsMajorVersionUpgrade": major_of(it) != major_of(has)}
        for it in UPGRADES[has]
    ]
    version = {"Engine": "aurora-postgresql", "EngineVersion": has, "ValidUpgradeTarget": targets}
    return ActionResult({"DBEngineVersions": [version]})


RDSResponse.describe_db_engine_versions = describe_db_engine_versions
