// Runs before JupyterLite on the page of a notebook: makes way for a newer edition, and says how far the start has come.

const STORAGE = "from-a-line-to-a-network"; // the name that run.py gives it
const AFRESH = "start afresh"; // where a page tells itself, before it loads anew, which notebook to renew
const BEHIND = { page: 0.05, fetching: 0.3, unpacking: 0.6, loading: 0.7 }; // the part of the start, as measured
const WORDS = {
  page: "Opening the notebook …",
  fetching: "Fetching Python. It runs here, in your browser …",
  unpacking: "Unpacking NumPy, Matplotlib and the course's helpers …",
  loading: "Starting Python …",
  later: "Fetching scikit-learn, 12 MB. The cell goes on by itself …",
};
const KEPT = "What you write is kept in this browser, on this computer. File → Download gives you a copy.";

export async function prepare() {
  const path = new URLSearchParams(location.search).get("path");
  const bar = showBar();
  bar.reach("page");
  listen(bar.reach);
  const afresh = path && sessionStorage.getItem(AFRESH) === path;
  sessionStorage.removeItem(AFRESH);
  try {
    const kept = path && (await renew(path, afresh));
    const why = afresh ? "You start afresh." : "This notebook has a new edition.";
    if (kept) bar.note(`${why} What you had written is in`, kept);
  } catch (error) {
    console.warn("The browser's copy could not be compared with the site's:", error); // the notebook opens all the same
  }
}

// A newer edition. JupyterLite opens the browser's own copy for ever once there is one; so a copy of an old edition is
// renamed if the learner has written in it, and else removed, and the new edition opens. Returns the new name, or null.

async function renew(path, afresh) {
  const files = await storage();
  if (!files) return null;
  try {
    const mine = await files.get(path);
    const answer = mine && (await fetch(`../files/${path}`, { cache: "no-cache" }));
    if (!answer?.ok) return null;
    const based = mine.content?.metadata?.edition;
    if (!based || (!afresh && based === (await answer.json()).metadata.edition)) return null;
    const written = (await edition(mine.content)) !== based;
    const name = written ? await files.free(path) : null;
    if (written) await files.put(name, { ...mine, name, path: name });
    await files.remove(path);
    return name;
  } finally {
    files.close();
  }
}

export async function edition(notebook) {
  const sources = notebook.cells.map(({ source }) => (Array.isArray(source) ? source.join("") : source));
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(sources)));
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, "0")).join("");
}

// The table `files` in which JupyterLite keeps what is saved; null if it has kept nothing yet.
async function storage() {
  const database = await new Promise((resolve, reject) => {
    const request = indexedDB.open(STORAGE);
    request.onupgradeneeded = () => request.transaction.abort(); // it is JupyterLite's to make
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => (request.error.name === "AbortError" ? resolve(null) : reject(request.error));
  });
  if (!database?.objectStoreNames.contains("files")) return database?.close() ?? null;
  const ask = (mode, action) =>
    new Promise((resolve, reject) => {
      const transaction = database.transaction("files", mode);
      const request = action(transaction.objectStore("files"));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  const get = name => ask("readonly", files => files.get(name));
  return {
    get,
    put: (name, file) => ask("readwrite", files => files.put(file, name)),
    remove: name => ask("readwrite", files => files.delete(name)),
    close: () => database.close(),
    async free(path) {
      for (let count = 1; ; count += 1) {
        const name = path.replace(/\.ipynb$/, `_mine_${count}.ipynb`);
        if (!(await get(name))) return name;
      }
    },
  };
}

// The bar at the bottom of the page.

function showBar() {
  const bar = document.createElement("div");
  bar.id = "course-start";
  bar.innerHTML = `<style>
    #course-start { position: fixed; inset: auto 0 0 0; z-index: 2000; padding: 6px 12px; font: 14px/1.4 system-ui, sans-serif;
      color: #1a1a1a; background: #eef4fa; border-top: 1px solid #0072b2; display: flex; gap: 4px 12px; flex-wrap: wrap;
      align-items: center; }
    #course-start[hidden] { display: none; }
    #course-start progress { width: 8em; accent-color: #0072b2; }
    #course-start a { color: #005a8c; }
    #course-start button { font: inherit; }
    #course-start progress + button { margin-inline-start: auto; }
  </style><span role="status"></span><progress max="1"></progress><button type="button" hidden>Start afresh</button><button type="button" hidden>Close</button>`;
  document.body.append(bar);
  const [words, progress] = ["[role=status]", "progress"].map(part => bar.querySelector(part));
  const [afresh, close] = bar.querySelectorAll("button");
  afresh.addEventListener("click", () => {
    sessionStorage.setItem(AFRESH, new URLSearchParams(location.search).get("path"));
    location.reload();
  });
  close.addEventListener("click", () => (bar.hidden = true));
  let began = performance.now();
  let stage = "page";
  let note = [`Python is ready. ${KEPT}`];

  const say = () => {
    words.textContent = `${WORDS[stage]} ${Math.round((performance.now() - began) / 1000)} s`;
    progress.hidden = !(stage in BEHIND);
    progress.value = BEHIND[stage] ?? 1;
  };
  const ready = () => {
    words.replaceChildren(...note);
    progress.hidden = true;
    afresh.hidden = close.hidden = false;
  };
  let timer = null;
  const reach = next => {
    if (next === "later") [began, bar.hidden] = [performance.now(), false];
    stage = next;
    clearInterval(timer);
    if (stage === "ready") return ready();
    timer = setInterval(say, 1000);
    say();
  };

  return {
    reach,
    note(text, name) {
      const link = document.createElement("a");
      link.href = `index.html?path=${encodeURIComponent(name)}`;
      link.textContent = name;
      note = [`${text} `, link, "."];
    },
  };
}

// The kernel's worker tells how far it is (start.mjs, start.py); JupyterLite has no word for that.
function listen(reach) {
  window.Worker = class extends window.Worker {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => {
        if (typeof data === "string" && data.startsWith("start: ")) reach(data.slice("start: ".length));
      });
    }
  };
}
