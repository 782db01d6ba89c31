import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import "../../look/decide.css";
import { decideWords } from "../../language/decide/words.js";
import { sayLibrary } from "../../language/say-library.js";
import { say, shown } from "../../state.js";
import type { Answer, LaunchAnswer } from "../../worker/protocol.js";
import { CopiedText } from "../copied-text.js";
import { saveText } from "../save-text.js";
import { useStudied } from "../use-studied.js";
import { Progress } from "../progress.js";

/** How the answer is started and tested: every number of the prediction, told to the engine in its own words. */
export function Launch({ answer }: { readonly answer: Answer }): JSX.Element {
  const { launch: words } = decideWords.value;
  const study = useStudied("launch", shown.value.question, [answer]);
  return (
    <>
      <Progress study={study} text={words.writing} />
      {study.found !== null && <Texts launch={study.found} />}
    </>
  );
}

function Texts({ launch }: { readonly launch: LaunchAnswer }): JSX.Element {
  const { launch: words } = decideWords.value;
  const engines: Readonly<Record<string, string>> = say.value.options.engine;
  const { replicas, gpusEach, engine, version, commands, file, compose, kubernetes } = launch;
  return (
    <>
      <p>{words.lead(engines[engine] ?? engine, version, replicas, gpusEach)}</p>
      <Notices notices={launch.notices} />
      <Text title={words.command(commands.length)} isOpen>
        {commands.map((text, server) => (
          <CopiedText
            key={text}
            text={text}
            label={words.server(server, commands.length)}
            file={commands.length === 1 ? "launch.sh" : `launch-${server}.sh`}
          />
        ))}
      </Text>
      <Text title={words.file(file.name)}>
        <CopiedText text={file.text} label={file.name} file={file.name} />
        <CopiedText
          text={file.commands.join("\n\n")}
          label={`${words.command(file.commands.length)} (${file.name})`}
          file="launch.sh"
        />
      </Text>
      {compose !== null && (
        <Text title="Docker Compose">
          <CopiedText text={compose} label="Docker Compose" file="compose.yaml" />
        </Text>
      )}
      {kubernetes !== null && (
        <Text title="Kubernetes">
          <CopiedText text={kubernetes} label="Kubernetes" file="kubernetes.yaml" />
        </Text>
      )}
      <LoadTest launch={launch} />
    </>
  );
}

function Text({
  title,
  isOpen = false,
  children,
}: {
  readonly title: string;
  readonly isOpen?: boolean;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <details open={isOpen}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}

const EFFECTS = ["refused", "needed", "changed", "differs"] as const;

/** What stands between these texts and a launch, the worst first. */
function Notices({ notices }: Pick<LaunchAnswer, "notices">): JSX.Element | null {
  const { launch: words } = decideWords.value;
  return notices.length === 0 ? null : (
    <ul class="launch-notices">
      {EFFECTS.flatMap((effect) =>
        notices
          .filter((notice) => notice.effect === effect)
          .map((notice) => (
            <li key={notice.code}>
              <strong>{words.effects[effect]}</strong> {sayLibrary("notice", notice)}
            </li>
          )),
      )}
    </ul>
  );
}

/** The load that shows whether the answer holds, by the tool that one has. */
function LoadTest({ launch: { loadTests, plan } }: { readonly launch: LaunchAnswer }): JSX.Element | null {
  const { launch: words } = decideWords.value;
  const tool = useSignal(loadTests[0]?.tool ?? "");
  const test = loadTests.find((known) => known.tool === tool.value) ?? loadTests[0];
  return test === undefined ? null : (
    <Text title={words.loadTest}>
      <p>
        <label for="load-test-tool">{words.tool}</label>{" "}
        <select
          id="load-test-tool"
          value={test.tool}
          onChange={({ currentTarget }) => {
            tool.value = currentTarget.value;
          }}
        >
          {loadTests.map((known) => (
            <option key={known.tool}>{known.tool}</option>
          ))}
        </select>
      </p>
      <CopiedText text={test.text} label={words.loadTest} file="load-test.sh" />
      <p class="hint">
        {test.lengths === "equal" ? "" : words.lengths[test.lengths]} {words.check(test.result)}
      </p>
      <CopiedText text={`infrascale check ${test.result} --plan plan.json`} label={words.checking} file="check.sh" />
      <p class="text-tools">
        <button type="button" onClick={() => saveText("plan.json", plan)}>
          {decideWords.value.download("plan.json")}
        </button>
      </p>
    </Text>
  );
}
