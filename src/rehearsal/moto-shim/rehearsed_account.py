"""Answers for calls of `npm run doctor` that moto does not support: quotas with increases, the simulation of IAM policies, and the zones in
which RDS offers Aurora Serverless v2.
"""

import json

from moto.core.responses import ActionResult
from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.iam.models import IAMBackend
from moto.iam.responses import IamResponse
from moto.rds.models import RDSBackend
from moto.servicequotas.models import ServiceQuotasBackend
from moto.servicequotas.responses import ServiceQuotasResponse

# --- Service Quotas: quotas of a new account, and increases that are granted at once ----------------------------------------
# moto has only the quotas of VPCs, and does not support increases of quotas.
# https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_RequestServiceQuotaIncrease.html
NEW_ACCOUNT = {("fargate", "L-3032A538"): 6.0, ("ec2", "L-0263D0A3"): 5.0}
get_service_quota = ServiceQuotasBackend.get_service_quota


def get_service_quota_with_increases(self, service_code, quota_code):
    key = (service_code, quota_code)
    known = {"ServiceCode": service_code, "QuotaCode": quota_code, "Value": NEW_ACCOUNT[key]} if key in NEW_ACCOUNT else None
    quota = known or get_service_quota(self, service_code, quota_code)
    return {**quota, "Value": getattr(self, "increases", {}).get(key, quota["Value"])}


def request_service_quota_increase(self) -> str:
    asked = json.loads(self.body)
    backend = self.backend
    backend.increases = {**getattr(backend, "increases", {}), (asked["ServiceCode"], asked["QuotaCode"]): asked["DesiredValue"]}
    return json.dumps({"RequestedQuota": {**asked, "Status": "CASE_CLOSED"}})


ServiceQuotasBackend.get_service_quota = get_service_quota_with_increases
ServiceQuotasResponse.request_service_quota_increase = request_service_quota_increase


# --- IAM: the simulation of what a principal may do --------------------------------------------------------------------------
# moto has no simulation of policies. The simulation below ignores statements with conditions.
# https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
def policies_of(backend, arn: str) -> list:
    name = arn.rpartition("/")[2]
    if ":role/" in arn:
        entity = backend.get_role(name)
        inline, attached = list(entity.policies.values()), list(entity.managed_policies.values())
    else:
        entity = backend.get_user(name)
        inline, attached = list(entity.policies.values()), list(entity.managed_policies.values())
    return [IAMPolicy(document) for document in [*inline, *attached]]


def decision(policies: list, action: str, resource: str) -> str:
    found = [policy.is_action_permitted(action, resource) for policy in policies]
    if PermissionResult.DENIED in found:
        return "explicitDeny"
    return "allowed" if PermissionResult.PERMITTED in found else "implicitDeny"


STRICTEST_FIRST = ["explicitDeny", "implicitDeny", "allowed"]


# The result for an action contains the strictest of the decisions for its resources, and the decision for each resource.
# https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html
def simulate_principal_policy(self) -> ActionResult:
    policies = policies_of(self.backend, self._get_param("PolicySourceArn"))
    resources = self._get_param("ResourceArns") or ["*"]
    results = []
    for action in self._get_param("ActionNames"):
        decisions = [decision(policies, action, resource) for resource in resources]
        result = {"EvalActionName": action, "EvalResourceName": "*", "EvalDecision": min(decisions, key=STRICTEST_FIRST.index)}
        if resources != ["*"]:
            result["ResourceSpecificResults"] = [
                {"EvalResourceName": resource, "EvalResourceDecision": found} for resource, found in zip(resources, decisions)
            ]
        results.append(result)
    return ActionResult({"EvaluationResults": results, "IsTruncated": False})


IamResponse.simulate_principal_policy = simulate_principal_policy


# --- IAM: the names of service-linked roles -----------------------------------------------------------------------------------
# moto derives the names of these roles from the services' names. AWS's roles have other names.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
SERVICE_LINKED = {
    "ecs.amazonaws.com": "AWSServiceRoleForECS",
    "ecs.application-autoscaling.amazonaws.com": "AWSServiceRoleForApplicationAutoScaling_ECSService",
    "elasticloadbalancing.amazonaws.com": "AWSServiceRoleForElasticLoadBalancing",
    "rds.amazonaws.com": "AWSServiceRoleForRDS",
    "wafv2.amazonaws.com": "AWSServiceRoleForWAFV2Logging",
}
create_service_linked_role = IAMBackend.create_service_linked_role


def create_service_linked_role_of_that_name(self, service_name, *args, **kwargs):
    role = create_service_linked_role(self, service_name, *args, **kwargs)
    role.name = SERVICE_LINKED.get(service_name, role.name)
    return role


IAMBackend.create_service_linked_role = create_service_linked_role_of_that_name


# --- RDS: Aurora Serverless v2 ------------------------------------------------------------------------------------------------
# moto's list of instance classes lacks db.serverless, and moto ignores the instance class of the request. In AWS, one old zone does not
# offer db.serverless. The letter of this zone differs between accounts.
SERVERLESS_ZONES = ["a", "b", "c", "d", "f"]
orderable_options = RDSBackend.describe_orderable_db_instance_options


def orderable_options_with_serverless(self, engine, engine_version):
    zones = [{"Name": f"{self.region_name}{zone}"} for zone in SERVERLESS_ZONES]
    serverless = {
        "Engine": engine,
        "EngineVersion": engine_version,
        "DBInstanceClass": "db.serverless",
        "AvailabilityZones": zones,
        "Vpc": True,
    }
    return [*orderable_options(self, engine, engine_version), *([serverless] if engine == "aurora-postgresql" else [])]


RDSBackend.describe_orderable_db_instance_options = orderable_options_with_serverless
