import type { TargetHealth } from "../health/target-health.ts";
import type { EnvoyClusters } from "../managed/plan.ts";
import { allOf } from "../xds/all-of.ts";
import { envoyFiles } from "../xds/envoy-files.ts";
import { MakeBeforeBreak } from "../xds/make-before-break.ts";
import { Polled } from "../xds/rest-polls.ts";
import { PROBATION_MS, standingsForEnvoy } from "../xds/standings-for-envoy.ts";
import type { OpenParts } from "./open-parts.ts";
import type { Start } from "./start-settings.ts";

/** Where Envoys get their clusters and routes from. */
interface EnvoyPlaces {
  /** Absent: they have those that they were rendered with. */
  clusters?: EnvoyClusters;
  /** What Envoys elsewhere poll for; absent: none does. */
  polled?: Polled;
}

/** The files of the Envoy that `npm start` runs, and the polls of Envoys elsewhere: whichever of them there are. */
export function openEnvoyPlaces({ config, run }: Start, targetHealth: TargetHealth, open: OpenParts): EnvoyPlaces {
  const polled = config.control_plane.xds ? openPolled(targetHealth, open) : undefined;
  const places = [
    ...(run ? [envoyFiles(run.folder, run.accepted)] : []),
    ...(polled ? [new MakeBeforeBreak({ place: polled, variables: [] })] : []),
  ];
  for (const place of places) open.add(() => place.close());
  return { ...(places.length > 0 && { clusters: allOf(places) }), ...(polled && { polled }) };
}

/** Envoys are told at once of a target that turns, and at each beginning and end of a probation. */
function openPolled(targetHealth: TargetHealth, open: OpenParts): Polled {
  const polled = new Polled({ standings: () => standingsForEnvoy(targetHealth, Date.now()) });
  targetHealth.onTurn(() => polled.standingsChanged());
  const timer = setInterval(() => polled.standingsChanged(), PROBATION_MS);
  open.add(() => clearInterval(timer));
  return polled;
}
