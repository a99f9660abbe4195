"""Adds to moto 5.2.1 the features of AWS that this project's environment needs and moto lacks.

PYTHONPATH contains this folder, so the interpreter of `moto_server` imports this file first (Python's `site` module imports
`sitecustomize`). So no patched copy of moto is needed. The comment of each block describes how AWS behaves and how moto behaves. The
environment itself is never changed because of the emulator.
"""

import hashlib
import json
import os
import re
import sys
import threading
import time
import traceback
import zlib

import moto

EXPECTED_VERSION = "5.2.1"

if moto.__version__ != EXPECTED_VERSION:
    sys.stderr.write(f"wrong moto version: got {moto.__version__}, wanted {EXPECTED_VERSION}\n")
    sys.stderr.flush()
    os._exit(3)


def end_with_parent() -> None:
    """Ends the emulator when stdin closes. The parent process keeps stdin open. When it ends, stdin closes, even after a SIGKILL."""
    while os.read(0, 1):  # not sys.stdin, because its lock would make the interpreter hang at a normal exit
        pass
    if "rehearsed_sandboxes" in sys.modules:
        sys.modules["rehearsed_sandboxes"].end()
    os._exit(0)


threading.Thread(target=end_with_parent, daemon=True).start()

from flask import Response, request  # noqa: E402
from werkzeug.exceptions import HTTPException  # noqa: E402

import moto.server  # noqa: E402
from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse  # noqa: E402
from moto.cloudwatch.models import Dimension, Statistics  # noqa: E402
from moto.cloudwatch.responses import CloudWatchResponse  # noqa: E402
from moto.core.responses import ActionResult  # noqa: E402
from moto.core.utils import utcnow  # noqa: E402
from moto.ec2.models import ec2_backends  # noqa: E402
from moto.ec2.models.nat_gateways import NatGatewayBackend  # noqa: E402
from moto.ec2.models.security_groups import SecurityGroupRule  # noqa: E402
from moto.ecs.models import EC2ContainerServiceBackend, Service  # noqa: E402
from moto.ecs.responses import EC2ContainerServiceResponse  # noqa: E402
from moto.elbv2.models import FakeLoadBalancer, FakeTargetGroup, elbv2_backends  # noqa: E402
from moto.iam.access_control import PermissionResult  # noqa: E402
from moto.kms.models import KmsBackend  # noqa: E402
from moto.logs.models import logs_backends  # noqa: E402
from moto.logs.responses import LogsResponse  # noqa: E402
from moto.rds.models import DBCluster, DBInstance, DBInstanceClustered, RDSBackend  # noqa: E402
from moto.rds.responses import RDSResponse  # noqa: E402
from moto.resourcegroupstaggingapi.models import ResourceGroupsTaggingAPIBackend  # noqa: E402
from moto.route53.models import HostedZoneIdentifier, Route53Backend  # noqa: E402
from moto.s3.models import FakeBucket  # noqa: E402

import rehearsed_account  # noqa: E402, F401
import rehearsed_engine  # noqa: E402, F401
import rehearsed_events  # noqa: E402, F401
import rehearsed_functions  # noqa: E402
import rehearsed_metrics  # noqa: E402, F401
from rehearsed_turns import ONE_AT_A_TIME  # noqa: E402


# --- Missing actions and crashes of moto -----------------------------------------------------------------------
# moto would answer 500 or 404. After such an answer, the AWS provider repeats the call for minutes. This extension (shim) answers 400
# immediately, and prints the action's name to stderr, where src/rehearsal/emulator.ts reads the name.


def action_name() -> str:
    credential = re.search(r"Credential=[^/]+/[^/]+/[^/]+/([^/]+)/", request.headers.get("Authorization", ""))
    target = request.headers.get("X-Amz-Target", "").rpartition(".")[2]
    action = target or request.values.get("Action") or f"{request.method} {request.full_path.rstrip('?')}"
    return f"{credential[1] if credential else 'unknown'}:{action}"


def refuse(kind: str, message: str) -> Response:
    """The answer for a failed action. `kind` is `missing` (moto lacks the action) or `crashed` (moto's code raised an exception)."""
    name = action_name()
    sys.stderr.write(f"REHEARSAL {kind} {name}\n")
    sys.stderr.flush()
    code, text = "EmulatorActionMissing", f"the emulator {kind}: {name} {message}".strip()
    if "json" in (request.content_type or ""):
        return Response(f'{{"__type":"{code}","message":"{text}"}}', 400, content_type="application/x-amz-json-1.1")
    error = f"<Code>{code}</Code><Message>{text}</Message>"
    if action_name().startswith("ec2:"):
        body = f"<Response><Errors><Error>{error}</Error></Errors><RequestID>0</RequestID></Response>"
    elif action_name().startswith("s3:"):
        body = f"<Error>{error}</Error>"
    else:
        body = f"<ErrorResponse><Error><Type>Sender</Type>{error}</Error><RequestId>0</RequestId></ErrorResponse>"
    return Response(body, 400, content_type="text/xml")


def on_exception(error: Exception):
    if isinstance(error, HTTPException):  # an error answer that moto raises on purpose
        return error
    if isinstance(error, NotImplementedError):
        return refuse("missing", "")
    traceback.print_exception(error, file=sys.stderr)
    return refuse("crashed", type(error).__name__)


def on_request():
    key = re.search(r"Credential=([^/]+)/", request.headers.get("Authorization", ""))
    function = key[1].removeprefix(rehearsed_functions.ACCESS_KEY_PREFIX) if key else ""
    caller = f" by {function}" if key and function != key[1] else ""
    # The whole line is one write, because other threads write lines too.
    os.write(2, f"REHEARSAL called {permission()}{caller}\n".encode())
    return refuse("missing", "") if request.routing_exception is not None else None


# --- The IAM actions of calls --------------------------------------------------------------------------------
# Tests compare the permissions of roles with the printed IAM actions. For most services, the call contains the action's name. For S3 and
# Route 53, the action follows from the HTTP method and the path.
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
S3_SETTINGS = {
    "accelerate": "AccelerateConfiguration",
    "acl": "BucketAcl",
    "cors": "BucketCORS",
    "encryption": "EncryptionConfiguration",
    "lifecycle": "LifecycleConfiguration",
    "location": "BucketLocation",
    "logging": "BucketLogging",
    "notification": "BucketNotification",
    "object-lock": "BucketObjectLockConfiguration",
    "ownershipControls": "BucketOwnershipControls",
    "policy": "BucketPolicy",
    "publicAccessBlock": "BucketPublicAccessBlock",
    "replication": "ReplicationConfiguration",
    "requestPayment": "BucketRequestPayment",
    "tagging": "BucketTagging",
    "versioning": "BucketVersioning",
    "website": "BucketWebsite",
}


def s3_permission() -> str:
    method, _, key = request.method, *request.path.strip("/").partition("/")[1:]
    if key:
        return {"GET": "GetObject", "HEAD": "GetObject", "PUT": "PutObject", "DELETE": "DeleteObject"}.get(method, method)
    if "versions" in request.args:
        return "ListBucketVersions"
    for parameter, setting in S3_SETTINGS.items():
        if parameter in request.args:
            verb = "Delete" if method == "DELETE" and setting == "BucketPolicy" else "Get" if method == "GET" else "Put"
            return verb + setting
    if method == "POST" and "delete" in request.args:
        return "DeleteObject"
    return {"GET": "ListBucket", "HEAD": "ListBucket", "PUT": "CreateBucket", "DELETE": "DeleteBucket"}.get(method, method)


ROUTE53 = [
    ("GET", r"/hostedzone/[^/]+$", "GetHostedZone"),
    ("GET", r"/hostedzone/[^/]+/rrset$", "ListResourceRecordSets"),
    ("POST", r"/hostedzone/[^/]+/rrset/?$", "ChangeResourceRecordSets"),
    ("GET", r"/change/[^/]+$", "GetChange"),
]


def permission() -> str:
    service, _, action = action_name().partition(":")
    if service == "s3":
        action = s3_permission()
    if service == "route53":
        matches = (name for verb, path, name in ROUTE53 if verb == request.method and re.search(path, request.path))
        action = next(matches, action)
    if service == "lambda":
        action = rehearsed_functions.permission(request.method, request.path)
    return f"{'cloudwatch' if service == 'monitoring' else service}:{action}"


create_backend_app = moto.server.create_backend_app


def create_strict_backend_app(service):
    app = create_backend_app(service)
    app.register_error_handler(Exception, on_exception)
    app.before_request(on_request)
    answer = app.wsgi_app

    def answer_alone(environ, start_response):
        with ONE_AT_A_TIME:
            return answer(environ, start_response)

    app.wsgi_app = answer_alone
    return app


moto.server.create_backend_app = create_strict_backend_app


# --- Application Auto Scaling: scalable targets have tags -------------------------------------------------------------
# moto ignores the tags of RegisterScalableTarget, and does not have the three actions for tags.


def target_tags(self) -> dict:
    backend = self.applicationautoscaling_backend
    if not hasattr(backend, "tags"):
        backend.tags = {}
    return backend.tags.setdefault(self._get_param("ResourceARN"), {})


def tag_resource(self) -> str:
    target_tags(self).update(self._get_param("Tags") or {})
    return "{}"


def untag_resource(self) -> str:
    for key in self._get_param("TagKeys"):
        target_tags(self).pop(key, None)
    return "{}"


def list_tags_for_resource(self) -> str:
    return json.dumps({"Tags": target_tags(self)})


register_scalable_target = ApplicationAutoScalingResponse.register_scalable_target


def register_scalable_target_with_tags(self) -> str:
    answer = register_scalable_target(self)
    backend = self.applicationautoscaling_backend
    if not hasattr(backend, "tags"):
        backend.tags = {}
    backend.tags.setdefault(json.loads(answer)["ScalableTargetARN"], {}).update(self._get_param("Tags") or {})
    return answer


ApplicationAutoScalingResponse.register_scalable_target = register_scalable_target_with_tags
ApplicationAutoScalingResponse.tag_resource = tag_resource
ApplicationAutoScalingResponse.untag_resource = untag_resource
ApplicationAutoScalingResponse.list_tags_for_resource = list_tags_for_resource


# --- CloudWatch: composite alarms -------------------------------------------------------------------------------------
# moto's PutMetricAlarm and DescribeAlarms support composite alarms, but PutCompositeAlarm is missing. moto never evaluates these alarms.
CloudWatchResponse.put_composite_alarm = CloudWatchResponse.put_metric_alarm


# --- CloudWatch: the order of a metric's dimensions does not matter ---------------------------------------------------------------------
# moto sorts dimensions before it compares them. But its sorting compares the value of one dimension with the name of another.
Dimension.__lt__ = lambda self, other: (self.name, self.value) < (other.name, other.value)


# --- CloudWatch: the history of alarms --------------------------------------------------------------------------------
# moto does not store the history of alarms, and the alarms of a rehearsal change on another clock. The answer is always an empty history.
CloudWatchResponse.describe_alarm_history = lambda self: ActionResult({"AlarmHistoryItems": []})


# --- CloudWatch: percentiles ------------------------------------------------------------------------------------------
# moto does not support percentiles such as p99, and returns no value for them.
get_statistics_for_type = Statistics.get_statistics_for_type


def get_statistics_with_percentiles(self, stat):
    values = sorted(self.metric_single_values_list)
    if stat[0] != "p" or not values:
        return get_statistics_for_type(self, stat)
    return values[min(len(values) - 1, int(len(values) * float(stat[1:]) / 100))]


Statistics.get_statistics_for_type = get_statistics_with_percentiles


# --- EC2: descriptions of security group rules ----------------------------------------------------
# moto stores a description only for rules with a CIDR block, and not for rules with a security group or prefix list.
rule_init = SecurityGroupRule.__init__


def rule_init_with_description(self, *args, **kwargs) -> None:
    rule_init(self, *args, **kwargs)
    prefix_list = kwargs.get("prefix_list_id") or (args[7] if len(args) > 7 else None)
    # The description is removed from the rule's source group, because moto identifies rules by their source group.
    self._description = self.source_group.pop("Description", None) or (prefix_list or {}).get("Description")


SecurityGroupRule.__init__ = rule_init_with_description
SecurityGroupRule.description = property(lambda self: self.ip_range.get("Description") or self._description)


# --- EC2: deleting a NAT gateway deletes its network interface ----------------------------------------------------------------
# moto does not delete the network interface. So a deleted subnet would still contain an interface.
delete_nat_gateway = NatGatewayBackend.delete_nat_gateway


def delete_nat_gateway_whole(self, nat_gateway_id):
    gateway = delete_nat_gateway(self, nat_gateway_id)
    self.delete_network_interface(gateway._eni.id)
    return gateway


NatGatewayBackend.delete_nat_gateway = delete_nat_gateway_whole


# --- ECS: services keep their settings and run tasks -----------------------------------------------------
# moto does not run tasks and does not register targets, so no service would become healthy. Here each target group of a service gets
# invented targets: IP addresses in the service's subnets, as many as the desired count says. moto also loses the settings in KEPT.
KEPT = {
    "availability_zone_rebalancing": "availabilityZoneRebalancing",
    "deployment_configuration": "deploymentConfiguration",
    "enable_ecs_managed_tags": "enableECSManagedTags",
    "enable_execute_command": "enableExecuteCommand",
    "health_check_grace_period_seconds": "healthCheckGracePeriodSeconds",
}


def addresses(service: Service, count: int) -> list:
    subnets = service.network_configuration["awsvpcConfiguration"]["subnets"]
    ec2 = ec2_backends[service._account_id][service.region_name]
    ranges = [subnet.cidr for subnet in ec2.describe_subnets(subnet_ids=subnets)]
    first = 16 + zlib.crc32(service.name.encode()) % 200  # so that two services do not get the same address
    return [str(ranges[n % len(ranges)][first + n]) for n in range(count)]


def settle(service: Service) -> None:
    count = 0 if service.status == "INACTIVE" else service.desired_count
    service.running_count, service.pending_count = count, 0
    for rollout in service.deployments:
        rollout.update(
            desiredCount=service.desired_count,
            runningCount=count,
            pendingCount=0,
            rolloutState="COMPLETED",
            taskDefinition=service.task_definition,
        )
    groups = elbv2_backends[service._account_id][service.region_name].target_groups
    for balancer in service.load_balancers:
        if group := groups.get(balancer.get("targetGroupArn")):
            group.targets.clear()
            group.register([{"Id": address} for address in addresses(service, count)])


service_init, update_service, delete_service = (
    Service.__init__,
    EC2ContainerServiceBackend.update_service,
    EC2ContainerServiceBackend.delete_service,
)


def service_init_running(self, *args, **kwargs) -> None:
    service_init(self, *args, **kwargs)
    for attribute, parameter in KEPT.items():
        setattr(self, attribute, json.loads(request.get_data()).get(parameter))
    self.service_deployments = []
    note_deployment(self, rolled_back=False)
    settle(self)


def update_service_running(self, properties):
    service = self._get_service(properties["cluster"], properties["service"].split("/")[-1])
    wanted = properties.get("task_definition")
    if fails := wanted is not None and ROLLED_BACK in image_of(service, wanted):
        properties["task_definition"] = service.task_definition
    if wanted is not None or properties.get("force_new_deployment"):
        note_deployment(service, fails)
    update_service(self, properties)
    settle(service)
    return service


def delete_service_stopped(self, *args, **kwargs):
    service = delete_service(self, *args, **kwargs)
    settle(service)
    return service


Service.__init__ = service_init_running
EC2ContainerServiceBackend.update_service = update_service_running
EC2ContainerServiceBackend.delete_service = delete_service_stopped


# --- ECS: the name of a family stands for its newest active revision -------------------------------------------------
# moto returns the newest revision, also if it was deregistered. If no revision is active, moto's answer stays (AWS: ClientException).
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTaskDefinition.html
describe_task_definition = EC2ContainerServiceBackend.describe_task_definition


def describe_active_task_definition(self, task_definition_str):
    family = task_definition_str.split("/")[-1]
    active = [number for number, it in self.task_definitions.get(family, {}).items() if it.status == "ACTIVE"]
    return describe_task_definition(self, f"{family}:{max(active)}" if active else task_definition_str)


EC2ContainerServiceBackend.describe_task_definition = describe_active_task_definition


# --- ECS: deployments of services succeed or are rolled back; their tasks are listed ---------------------------------
# moto has no history of deployments, and no tasks of services. Here a deployment ends immediately. If the image's tag begins with
# `rolls-back`, the deployment ends as if AWS's circuit breaker had stopped it: the service is steady, with its earlier task definition.
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
ROLLED_BACK = ":rolls-back"


def image_of(service: Service, task_definition: str) -> str:
    return service._backend.describe_task_definition(task_definition).container_definitions[0]["image"]


def note_deployment(service: Service, rolled_back: bool) -> None:
    now = utcnow()
    deployments = service.service_deployments
    deployment = {
        "serviceDeploymentArn": f"{service.arn.replace(':service/', ':service-deployment/')}/{len(deployments) + 1}",
        "serviceArn": service.arn,
        "clusterArn": service.cluster_arn,
        "createdAt": now,
        "startedAt": now,
        "finishedAt": now,
        "status": "ROLLBACK_SUCCESSFUL" if rolled_back else "SUCCESSFUL",
    }
    if rolled_back:
        reason = "Service deployment rolled back because the circuit breaker threshold was exceeded."
        deployment |= {"statusReason": reason, "rollback": {"reason": reason, "startedAt": now}}
    deployments.append(deployment)


def list_service_deployments(self) -> ActionResult:
    service = self.ecs_backend._get_service(self._get_param("cluster"), self._get_param("service"))
    told = ("serviceDeploymentArn", "serviceArn", "clusterArn", "createdAt", "startedAt", "finishedAt", "status", "statusReason")
    briefs = [{key: each[key] for key in told if key in each} for each in service.service_deployments]
    return ActionResult({"serviceDeployments": briefs})


def describe_service_deployments(self) -> ActionResult:
    wanted = self._get_param("serviceDeploymentArns")
    known = [each for service in self.ecs_backend.services.values() for each in service.service_deployments]
    return ActionResult({"serviceDeployments": [each for each in known if each["serviceDeploymentArn"] in wanted]})


def tasks_of(service: Service) -> list:
    """Returns invented tasks, as many as the service has running tasks. The digest of a task's image is the hash of the image's name."""
    image = image_of(service, service.task_definition)
    digest = f"sha256:{hashlib.sha256(image.encode()).hexdigest()}"
    name = service.task_definition.rpartition("/")[2].partition(":")[0]
    return [
        {
            "taskArn": f"{service.cluster_arn.replace(':cluster/', ':task/')}/{service.name}-{n}",
            "clusterArn": service.cluster_arn,
            "taskDefinitionArn": service.task_definition,
            "desiredStatus": "RUNNING",
            "lastStatus": "RUNNING",
            "group": f"service:{service.name}",
            "containers": [{"name": name, "image": image, "imageDigest": digest, "lastStatus": "RUNNING"}],
        }
        for n in range(service.running_count)
    ]


list_tasks, describe_tasks = EC2ContainerServiceResponse.list_tasks, EC2ContainerServiceResponse.describe_tasks


def list_tasks_of_services(self) -> ActionResult:
    if not (name := self._get_param("serviceName")):
        return list_tasks(self)
    service = self.ecs_backend._get_service(self._get_param("cluster"), name)
    shown = [] if self._get_param("desiredStatus") == "STOPPED" else tasks_of(service)
    return ActionResult({"taskArns": [task["taskArn"] for task in shown]})


def describe_tasks_of_services(self) -> ActionResult:
    wanted = self._get_param("tasks", [])
    known = [task for service in self.ecs_backend.services.values() for task in tasks_of(service)]
    found = [task for task in known if task["taskArn"] in wanted]
    return ActionResult({"tasks": found, "failures": []}) if found else describe_tasks(self)


EC2ContainerServiceResponse.list_service_deployments = list_service_deployments
EC2ContainerServiceResponse.describe_service_deployments = describe_service_deployments
EC2ContainerServiceResponse.list_tasks = list_tasks_of_services
EC2ContainerServiceResponse.describe_tasks = describe_tasks_of_services


# --- Elastic Load Balancing: the default scheme is internet-facing -----------------------------------------
# If the call does not contain a scheme, moto does not return a scheme.
balancer_init = FakeLoadBalancer.__init__


def balancer_init_with_scheme(self, *args, **kwargs) -> None:
    balancer_init(self, *args, **kwargs)
    self.scheme = self.scheme or "internet-facing"


FakeLoadBalancer.__init__ = balancer_init_with_scheme


# --- Elastic Load Balancing: targets may be unhealthy ------------------------------------------------------------------
# moto makes no health checks, and returns "healthy". Here src/rehearsal/traffic checks the servers that are used in place of tasks. It
# stores the result in an attribute of the target group, which does not exist in AWS.
health_for = FakeTargetGroup.health_for


def health_for_checked(self, target, ec2_backend):
    found = health_for(self, target, ec2_backend)
    if found.status == "healthy" and self.attributes.get("rehearsal.healthy") == "false":
        found.status, found.reason = "unhealthy", "Target.FailedHealthChecks"
    return found


FakeTargetGroup.health_for = health_for_checked


# --- KMS: the keys of alias/aws/... are AWS managed keys -----------------------------------------------------------------------
# moto creates such a key when it is first used, and marks it as customer managed. So a sweep would report the key as a leftover.
generate_default_key = KmsBackend._generate_default_keys


def generate_default_key_of_aws(self, alias_name):
    key_id = generate_default_key(self, alias_name)
    if key_id:
        self.keys[key_id].key_manager = "AWS"
    return key_id


KmsBackend._generate_default_keys = generate_default_key_of_aws


# --- CloudWatch Logs: a key is associated with a log group or removed ---------------------------------------------------------------
# moto accepts a KMS key only when a log group is created.
# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_AssociateKmsKey.html
def associate_kms_key(self):
    self.logs_backend.groups[self._get_param("logGroupName")].kms_key_id = self._get_param("kmsKeyId")
    return ""


LogsResponse.associate_kms_key = associate_kms_key
LogsResponse.disassociate_kms_key = associate_kms_key  # the call contains no key, so the stored key becomes None


# --- ECS: a task of RunTask logs and stops ------------------------------------------------------------------
# AWS runs the task's container. moto runs no container, and does not delete the task's network interface. It crashes if a container has no
# memory limit, although Fargate needs none. Here the task logs its command in one line. It stops with exit code 0, or with N if the command
# ends with `exit N`. If the task's database has a PostgreSQL server (rehearsed_databases), the command really runs.
run_task = EC2ContainerServiceBackend.run_task


def end_task(task, definition: dict, code: int, lines: list) -> None:
    options = definition["logConfiguration"]["options"]
    task.containers[0].exitCode = code
    task.stopped_reason = "Essential container in task exited"
    task.desired_status = "STOPPED"  # ECS lists stopped tasks by their desired status
    for detail in task.attachments[0]["details"]:
        if detail["name"] == "networkInterfaceId":
            ec2_backends[task._account_id][task.region_name].delete_network_interface(detail["value"])
    logs = logs_backends[task._account_id][task.region_name]
    stream = f"{options['awslogs-stream-prefix']}/{definition['name']}/{task.id}"
    logs.create_log_stream(options["awslogs-group"], stream)
    now = int(time.time() * 1000)
    events = [{"timestamp": now, "message": line} for line in lines]
    if events:
        logs.put_log_events(options["awslogs-group"], stream, events)


def run_to_its_end(task, definition: dict, server: dict) -> None:
    code, lines = rehearsed_databases.run(definition, task.overrides, server)
    with ONE_AT_A_TIME:
        end_task(task, definition, code, lines)
        task.last_status = "STOPPED"


def run_task_to_its_end(self, cluster_str, task_definition_str, *args, **kwargs):
    tasks = run_task(self, cluster_str, task_definition_str, *args, **kwargs)
    definition = self.describe_task_definition(task_definition_str).container_definitions[0]
    server = rehearsed_databases.server_of(definition)
    command = " ".join(definition.get("command", []))
    for task in tasks:
        task.started_by = kwargs.get("started_by") or task.started_by
        if server:
            task._transitions = []  # the task has the status RUNNING until its command has ended
            threading.Thread(target=run_to_its_end, args=(task, definition, server), daemon=True).start()
        else:
            code = int((re.search(r"exit (\d+)\s*$", command) or [0, 0])[1])
            end_task(task, definition, code, [f"the emulator runs no container; command: {command[:200]}"])
    return tasks


EC2ContainerServiceBackend._calculate_task_resource_requirements = staticmethod(lambda _: None)
EC2ContainerServiceBackend.run_task = run_task_to_its_end


# --- RDS: no Serverless v1 scaling by default; instances keep monitoring and Performance Insights --------------
scaling_configuration_info = DBCluster.scaling_configuration_info
DBCluster.scaling_configuration_info = property(
    lambda self: scaling_configuration_info.fget(self) if self.scaling_configuration else None
)
instance_init = DBInstance.__init__


def instance_init_with_monitoring(self, *args, **kwargs) -> None:
    instance_init(self, *args, **kwargs)
    if not kwargs.get("ca_certificate_identifier"):
        # This is AWS's default. moto returns "rds-ca-default", and the provider would change this value with a reboot of 160 s.
        self.ca_certificate_identifier = "rds-ca-rsa2048-g1"
    self.monitoring_interval = kwargs.get("monitoring_interval") or 0
    self.monitoring_role_arn = kwargs.get("monitoring_role_arn")
    self.performance_insights_enabled = kwargs.get("enable_performance_insights") or False
    self.performance_insights_kms_key_id = kwargs.get("performance_insights_kms_key_id")
    self.performance_insights_retention_period = kwargs.get("performance_insights_retention_period")
    self.database_insights_mode = kwargs.get("database_insights_mode")


DBInstance.__init__ = instance_init_with_monitoring
# In a change, moto writes the value into an attribute with the name of the call's parameter. But it reads the value from another attribute.
DBInstance.enable_performance_insights = property(
    lambda self: self.performance_insights_enabled,
    lambda self, value: setattr(self, "performance_insights_enabled", value),
)


# --- RDS: automated backups of clusters, including retained ones --------------------------------------------------------------
# AWS has an automated backup of each cluster. If a parameter of DeleteDBCluster says so, AWS retains the backup and its automated
# snapshots after the cluster is deleted. moto has no action for automated backups, and always retains the snapshots.
delete_cluster = RDSResponse.delete_db_cluster


def automated_backup(cluster: DBCluster, status: str) -> dict:
    return {
        "DBClusterIdentifier": cluster.db_cluster_identifier,
        "DbClusterResourceId": cluster.db_cluster_resource_id,
        "Status": status,
    }


def delete_cluster_and_backups(self):
    name = self.params["DBClusterIdentifier"]
    clusters = self.backend.describe_db_clusters(name)
    answer = delete_cluster(self)
    if self.params.get("DeleteAutomatedBackups") is False:
        retained = [automated_backup(cluster, "retained") for cluster in clusters]
        self.backend.retained = [*getattr(self.backend, "retained", []), *retained]
    else:
        for snapshot in self.backend.describe_db_cluster_snapshots(name, None, "automated"):
            self.backend.delete_db_cluster_snapshot(snapshot.db_cluster_snapshot_identifier)
    return answer


def describe_db_cluster_automated_backups(self):
    active = [automated_backup(cluster, "active") for cluster in self.backend.describe_db_clusters()]
    return ActionResult({"DBClusterAutomatedBackups": active + getattr(self.backend, "retained", [])})


RDSResponse.delete_db_cluster = delete_cluster_and_backups
RDSResponse.describe_db_cluster_automated_backups = describe_db_cluster_automated_backups


# --- RDS: a cluster that is restored from a snapshot ---------------------------------------------------------------------
# AWS accepts a snapshot's ARN or its name. If the call lacks a parameter, AWS uses a default: IAM authentication is off, and the password
# is not changed. moto accepts no ARN: it searches a snapshot that has the ARN as its name. moto also copies the cluster's password, but
# a cluster has no such password if RDS manages it.
# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBClusterFromSnapshot.html
KEPT_IN_SNAPSHOTS = ("database_name", "engine", "engine_version", "kms_key_id", "master_username", "port", "storage_encrypted")


def restore_cluster_from_snapshot(self, from_snapshot_id, overrides):
    name = from_snapshot_id.split(":cluster-snapshot:")[-1]
    cluster = self.describe_db_cluster_snapshots(None, name)[0].cluster
    kept = {attribute: getattr(cluster, attribute) for attribute in KEPT_IN_SNAPSHOTS}
    asked = {key: value for key, value in overrides.items() if value is not None}
    return self.create_db_cluster({"master_user_password": "as-it-was", **kept, **asked})


RDSBackend.restore_db_cluster_from_snapshot = restore_cluster_from_snapshot
import rehearsed_databases  # noqa: E402

# In a change, moto writes the value into an attribute with the name of the call's parameter. But it reads the value from another attribute.
DBCluster.enable_iam_database_authentication = property(
    lambda self: self.iam_auth,
    lambda self, value: setattr(self, "iam_auth", value),
)


# --- RDS: changing a subnet group --------------------------------------------------------------------------
# If a subnet group is changed, moto loses it.
modify_subnet_group = RDSBackend.modify_db_subnet_group


def modify_subnet_group_which_stays(self, subnet_name, *args, **kwargs):
    group = modify_subnet_group(self, subnet_name, *args, **kwargs)
    self.subnet_groups[subnet_name] = group
    return group


RDSBackend.modify_db_subnet_group = modify_subnet_group_which_stays


# --- RDS: an Aurora cluster's instances have no snapshots of their own --------------------------------------------------
# moto creates an automated snapshot of each instance, in addition to the snapshot of the cluster.
DBInstanceClustered.save_automated_backup = lambda _: None


# --- Tagging API: a flow log's ARN --------------------------------------------------------------------------------------
# AWS's ARN contains vpc-flow-log/fl-..., and moto's ARN contains flow-logs.
tagged_resources = ResourceGroupsTaggingAPIBackend._get_resources_generator


def tagged_resources_with_arns_of_aws(self, *args, **kwargs):
    for found in tagged_resources(self, *args, **kwargs):
        yield {**found, "ResourceARN": found["ResourceARN"].replace(":flow-logs/", ":vpc-flow-log/")}


ResourceGroupsTaggingAPIBackend._get_resources_generator = tagged_resources_with_arns_of_aws


# --- Route 53: a hosted zone's id begins with Z -------------------------------------------------------------------------
# moto's id may begin with another letter or a digit, and this project's validation of settings refuses such an id.
zone_id = HostedZoneIdentifier.generate
HostedZoneIdentifier.generate = lambda self, **kwargs: "Z" + zone_id(self, **kwargs)[1:]


# --- Route 53: a deleted record can be created again ------------------------------------------------------------
# If the zone has any other record, moto answers that the deleted record exists.
change_records = Route53Backend.change_resource_record_sets


def change_records_that_exist(self, zoneid, change_list):
    zone = self.get_hosted_zone(zoneid)
    there = {(it.name.rstrip("."), it.type) for it in zone.rrsets}
    for change in change_list:
        record = change["ResourceRecordSet"]
        while change in zone.rr_changes and (record["Name"].rstrip("."), record["Type"]) not in there:
            zone.rr_changes.remove(change)
    return change_records(self, zoneid, change_list)


Route53Backend.change_resource_record_sets = change_records_that_exist


# --- S3: conditions in bucket policies ---------------------------------------------
# moto ignores conditions in policies, so a policy that denies plain HTTP would deny all requests. So this file ignores bucket policies.
FakeBucket.get_permission = lambda *_: PermissionResult.NEUTRAL
