// Stands before Pyodide in the kernel's worker: the same `loadPyodide`, with all packages from one archive, and helpers loaded.
import { loadPyodide as load } from "./pyodide.mjs";

const tell = stage => self.postMessage(`start: ${stage}`); // page.mjs listens
const here = new URL(".", import.meta.url).href;
const get = async name => {
  const answer = await fetch(new URL(name, here));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.arrayBuffer();
};

// `packages` is for JupyterLite, which then fetches none of them itself.
export async function loadPyodide({ packages, ...options }) {
  tell("fetching");
  const [python, now] = await Promise.all([load({ ...options, env: { PYTHONSAFEPATH: "1", PACKAGES: here } }), get("now.tar.zst")]);
  tell("unpacking");
  const site = python.runPython("import sysconfig; sysconfig.get_path('purelib')");
  python.FS.writeFile("now.tar.zst", new Uint8Array(now));
  python.runPython(`
    import tarfile
    with tarfile.open("now.tar.zst") as archive:
        archive.extractall("${site}", filter="fully_trusted")  # the site's own
  `);
  python.FS.unlink("now.tar.zst");
  tell("loading");
  await python.runPythonAsync("import start");
  tell("ready");
  return python;
}
