import { COLORS, type Color, otherColor } from "../naming/color";
import { containerChanges } from "./container-changes";
import { type Difference, differences } from "./difference";
import { type Finding, note, type ReviewInput, type Section, warning } from "./section";
import { actionOf, type ResourceChange } from "./terraform-plan";
import { data, joined, text } from "./text";
import { sharesToday } from "./traffic";
import { described } from "./valued";

/**
 * Returns the Terraform address of a color's task definition. A test compares this address, and the address of the service, with the stack.
 */
export const taskDefinition = (color: Color) => `aws_ecs_task_definition.${color}_task_task_definition`;
export const service = (color: Color) => `aws_ecs_service.${color}_service`;

/**
 * Matches attributes of an ECS service. If such an attribute changes, ECS starts new tasks.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 */
const STARTS_TASKS =
  /^(task_definition|platform_version|network_configuration|capacity_provider_strategy|service_connect_configuration|volume_configuration|force_new_deployment|triggers)\b/;

/**
 * Matches attributes of a task definition. The section "Tasks" of the review does not list changes of these attributes:
 *
 * - `container_definitions`, because the section lists the changed values of the containers instead
 * - all other matching attributes, because they do not change what the tasks run
 */
const NO_PART =
  /^(container_definitions|tags|tags_all|arn|arn_without_revision|revision|id|skip_destroy|track_latest)\b/;

/** The maximum number of changes that are shown for one color. The part "Every change" of the review shows all of them. */
const SHOWN = 8;

/**
 * Returns the section about changes of each color's tasks, such as another image, variable, user or size. Each finding contains the color's
 * share of the requests.
 */
export function tasksSection(input: ReviewInput): Section {
  return {
    title: "Tasks",
    findings: [...COLORS.flatMap((color) => findingsOf(color, input)), ...otherTasks(input)],
  };
}

/** Returns findings about task definitions that no ECS service uses, such as the task definition of the migration. */
function otherTasks(input: ReviewInput): Finding[] {
  const ofColors = COLORS.map(taskDefinition);
  return input.changes
    .filter(({ type, address }) => type === "aws_ecs_task_definition" && !ofColors.includes(address))
    .filter((it) => ["update", "replace"].includes(actionOf(it)))
    .flatMap((definition) => {
      const { address } = definition;
      const all = [
        ...containerChanges(definition, input.configuration),
        ...changesOf(definition, input).filter(({ path }) => !NO_PART.test(path)),
      ];
      if (all.length === 0) return [];
      const more = all.length > SHOWN ? text`; and ${all.length - SHOWN} more` : text``;
      const sentence = text`${data(address)} changes its task: ${joined(
        all.slice(0, SHOWN).map((it) => described(it)),
        "; ",
      )}${more}`;
      return [(all.every(({ path }) => path === "image") ? note : warning)(sentence, { address })];
    });
}

function findingsOf(color: Color, input: ReviewInput): Finding[] {
  const { changes } = input;
  const find = (address: string) => changes.find((it) => it.address === address && it.change.before !== null);
  const [definition, running] = [find(taskDefinition(color)), find(service(color))];
  const happening = (it: ResourceChange | undefined): it is ResourceChange =>
    it !== undefined && ["update", "replace"].includes(actionOf(it));
  const containers = happening(definition) ? containerChanges(definition, input.configuration) : [];
  const rest = [
    ...(happening(definition) ? changesOf(definition, input).filter(({ path }) => !NO_PART.test(path)) : []),
    ...(happening(running) ? changesOf(running, input) : [])
      .filter(({ path }) => STARTS_TASKS.test(path))
      // If the task definition itself changes, the service's new revision number is omitted.
      .filter(({ path }) => path !== "task_definition" || !happening(definition)),
  ];
  const all = [...containers, ...rest];
  if (all.length === 0) return [];
  const shown = joined(
    all.slice(0, SHOWN).map((it) => described(it)),
    "; ",
  );
  const more = all.length > SHOWN ? text`; and ${all.length - SHOWN} more` : text``;
  const shares = sharesToday(input);
  const share = shares?.[color];
  const who = share === undefined ? "an unknown share" : `${share} %`;
  const lost = losesDefault(containers)
    ? text`. The old image is a default image. The new image is from the same repository, but it is not a default image. No image in this repository contains an application, and this project adds its default application only to tasks with a default image. So the new tasks run no application and do not become healthy, and ECS rolls the deployment back`
    : undefined;
  const sentence = text`${color} (${who} of the requests) gets other tasks: ${shown}${more}`;
  const [first] = all;
  const values = {
    address: taskDefinition(color),
    ...(all.length === 1 && { before: first?.before, after: first?.after }),
  };
  const leads =
    share === undefined || (share > 0 && share >= Math.max(...COLORS.map((it) => shares?.[it] ?? 0)));
  if (!leads)
    return [lost === undefined ? note(sentence, values) : warning(text`${sentence}${lost}`, values)];
  const carries = share === undefined ? "may carry" : "carries";
  return [
    warning(
      all.every(({ path }) => path === "image")
        ? text`${sentence}: ${color} ${carries} the most traffic, so this deployment reaches users without a release; instead, deploy the image to ${otherColor(color)}, and then start a release to ${otherColor(color)}`
        : text`${sentence}: ${color} ${carries} the most traffic, so this deployment reaches users without a release; ECS rolls back only if new tasks do not become healthy or a deployment alarm is in ALARM${lost ?? ""}`,
      values,
    ),
  ];
}

/**
 * Returns true if a color's tasks lose the default application, and no other application replaces it. Two conditions have to be met:
 *
 * - The plan removes the container's command.
 * - The new image is in the same repository as the old image, but has another tag or digest.
 *
 * Only containers with a default image have a command. The command runs the default application. If the plan removes the command, the tasks
 * lose the default application. If the new image is in another repository, the new image contains the team's own application.
 */
function losesDefault(containers: readonly Difference[]): boolean {
  const find = (path: string) => containers.find((it) => it.path === path);
  const [command, image] = [find("command"), find("image")];
  const repository = (name: string | undefined) => name?.replace(/[:@][^/]*$/, "");
  return (
    command !== undefined &&
    command.after === undefined &&
    image !== undefined &&
    repository(image.before) === repository(image.after)
  );
}

/** Returns the changes of a resource, without the values that AWS fills in. */
const changesOf = ({ address, change }: ResourceChange, { configuration }: ReviewInput): Difference[] =>
  differences(change).filter((it) => !configuration.isFilledIn(address, it));
