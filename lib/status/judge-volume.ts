import type { EngineSnapshot } from "../docker/engine-snapshot.ts";
import { incarnationLabel } from "../docker/labels.ts";
import type { EngineVolume } from "../docker/volumes.ts";
import { labelsIn } from "../state/index.ts";
import { finding } from "./finding.ts";
import type { Finding } from "./model.ts";
import type { RecordedThing } from "./recorded-things.ts";
import { type Judged, thingOf } from "./thing.ts";

/** Compares a recorded volume with the one of its name. Volumes have no ids. */
export function judgeVolume(recorded: RecordedThing, { volumes }: EngineSnapshot): Judged {
  const volume = volumes.find(({ Name }) => Name === recorded.inputs.name);
  const findings = volume ? differences(recorded, volume) : [lost(recorded)];
  const thing = thingOf(recorded, findings);
  return { thing: volume ? thing : { ...thing, health: "missing" }, findings };
}

function lost(recorded: RecordedThing): Finding {
  return finding(recorded, { field: "existence", text: "removed with its data" });
}

function differences(recorded: RecordedThing, volume: EngineVolume): Finding[] {
  const { inputs, outputs, name } = recorded;
  const { driver = "local", driverOpts } = inputs;
  const wanted = (driverOpts ?? {}) as Readonly<Record<string, string>>;
  const changed = [
    ...(driver === volume.Driver ? [] : ["driver"]),
    ...Object.keys(wanted).flatMap((key) => (wanted[key] === volume.Options?.[key] ? [] : [`option ${key}`])),
  ];
  if (changed.length > 0) {
    const text = `replaced by another, with other ${changed.join(", ")}`;
    const advice = `move its data away, then run "make up ALLOW_DELETE=${name}"`;
    return [finding(recorded, { field: "existence", text, remedy: "person", advice })];
  }
  // Its provider has read the labels. Docker gives none to a volume that it makes for a container.
  const mark = labelsIn(outputs)[incarnationLabel];
  const isMadeAnew = mark !== undefined && mark !== volume.Labels?.[incarnationLabel];
  return isMadeAnew ? [finding(recorded, { field: "existence", text: "removed and made anew by hand" })] : [];
}
