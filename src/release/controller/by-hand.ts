import { COLORS, type PerColor, weightOf, weightsOfGreen } from "./color";
import { type Applied, type Asked, type Command, refused } from "./command";
import { describe, draft } from "./decision";
import { newDocument, type ReleaseDocument, UNDER_WAY } from "./document";
import { canTakeForward, holding, inAlarm, type Look, liveWeight } from "./look";
import { notIdle } from "./preflight";

/**
 * Carries out the command `set`: changes the weights once. The command is refused if the document's phase is not `idle`, for example during
 * a release.
 */
export function set(
  document: ReleaseDocument,
  { green, force }: Extract<Command, { kind: "set" }>,
  look: Look,
  asked: Asked,
  ownAlarms: PerColor<readonly string[]>,
): Applied {
  const from = liveWeight(look);
  const { lock } = look;
  if (document.phase !== "idle") return refused(`${notIdle(document)}: set is possible only afterwards`);
  if (from === undefined) return refused("the listener's weights cannot be seen");
  if (lock !== "nobody")
    return refused(lock === undefined ? "it cannot be seen whether somebody deploys" : holding(lock));
  const problems = COLORS.flatMap((color) => {
    const share = weightOf(color, green);
    const gains = share > weightOf(color, from);
    const bad = inAlarm(look).filter((name) => ownAlarms[color].includes(name));
    return [
      ...(canTakeForward(look, color, share) === "yes"
        ? []
        : [`${color} has too few healthy targets for ${share} %`]),
      ...(gains && bad.length > 0 ? [`in ALARM: ${bad.join(", ")}`] : []),
      ...(gains && look.alarms === undefined ? [`the alarms of ${color} cannot be seen`] : []),
    ];
  });
  if (problems.length > 0 && !force)
    return refused(`${problems.join("; ")}; with --force, traffic moves nevertheless`);
  const { release: _, ended: __, ...rest } = document;
  const changed: ReleaseDocument = {
    ...rest,
    want: green,
    from,
    mine: [green],
    phase: "settling",
    movedAt: look.now,
    wrongSince: look.now,
    ...(force && { forced: true }),
    reason: asked.reason ?? `set by ${asked.by}`,
  };
  const event = draft(changed, "set", look, {
    ...asked,
    from: weightsOfGreen(from),
    to: weightsOfGreen(green),
  });
  return { document: changed, events: [event] };
}

/** Carries out the command `repair`: takes the listener's present weights as the wanted weights. */
export function repaired(document: ReleaseDocument, look: Look, asked: Asked): Applied {
  const live = liveWeight(look);
  if (live === undefined)
    return refused(
      "repair cannot take the listener's weights, because the listener has none; rollback --to moves all traffic to a color",
    );
  if (UNDER_WAY.includes(document.phase))
    return refused(
      ["back", "stuck"].includes(document.phase)
        ? "traffic is being sent back, so repair is not possible now; status shows the possible commands"
        : "a release is under way, so repair is not possible now; pause or rollback is possible",
    );
  if ((document.phase === "idle" || document.phase === "settling") && document.want === live)
    return refused(`nothing to repair: ${describe(live)}`);
  const { listenerArn, rev, commands, outbox } = document;
  const clean = newDocument(look.listenerArn ?? listenerArn, {
    rev,
    want: live,
    phase: "idle",
    now: look.now,
    reason: `repaired by ${asked.by}`,
  });
  const changed = { ...clean, commands, outbox };
  return {
    document: changed,
    events: [
      draft(changed, "repaired", look, {
        ...asked,
        from: weightsOfGreen(document.want),
        to: weightsOfGreen(live),
      }),
    ],
  };
}
