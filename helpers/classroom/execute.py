"""The process in which one submission runs: `python -m helpers.classroom.execute NOTEBOOK FACTS …`, started by `guard`.

It writes a line of facts after each cell, so that whatever happens later, what went before is known.
"""

import asyncio
import json
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError

from helpers.classroom.fence import fence, limit

VERDICT = "application/vnd.from-a-line-to-a-network.verdict+json"  # as in helpers.diagnosis, which loads NumPy


class Client(NotebookClient):
    """Runs cells one by one; one that shows more than `most_output` bytes is interrupted, and the rest is dropped."""

    most_output = 2**20

    async def run(self, tell):
        """Execute all cells and `tell` the facts on each."""
        self.reset_execution_trackers()
        async with self.async_setup_kernel():
            for index, cell in enumerate(self.nb.cells):
                self.printed = 0
                await self.async_execute_cell(cell, index)
                tell(facts(cell, self.printed > self.most_output))
                cell.outputs = []

    def process_message(self, msg, cell, cell_index):
        if msg["msg_type"] in ("stream", "display_data", "execute_result", "update_display_data", "error"):
            before = self.printed
            content = msg["content"]
            self.printed += len(content["text"] if "text" in content else repr(content))
            if self.printed > self.most_output:
                if before <= self.most_output:
                    self._interruption = asyncio.ensure_future(self.km.interrupt_kernel())
                if msg["msg_type"] != "error":
                    return None
        return super().process_message(msg, cell, cell_index)


def facts(cell, too_much):
    """What is to be known of a cell that has run: the error that ended it, and the verdicts of the checks in it."""
    error, verdicts = None, []
    for output in cell.outputs:
        if output.output_type == "error":
            error = {"name": str(output.ename), "text": str(output.evalue)[:500]}
        elif isinstance(output.get("data", {}).get(VERDICT), dict):
            verdicts.append({**output.data[VERDICT], "words": str(output.data.get("text/plain", ""))[:4000]})
    if error and error["name"] == "KeyboardInterrupt":
        error["name"] = "too_much_output" if too_much or error["text"] == "too_much_output" else "too_long"
    return {"error": error, "verdicts": verdicts}


def main(notebook, result, folder, cell_seconds, memory, most_output):
    with Path(result).open("w", encoding="utf-8") as file:

        def tell(what):
            print(json.dumps(what), file=file, flush=True)

        tell({"fenced": fence(folder)})
        limit(int(memory))
        nb = nbformat.read(notebook, as_version=4)
        client = Client(
            nb,
            timeout=int(cell_seconds),
            interrupt_on_timeout=True,
            allow_errors=True,
            store_widget_state=False,
            kernel_name="python3",
            shutdown_kernel="immediate",
            resources={"metadata": {"path": folder}},
        )
        client.most_output = int(most_output)
        try:
            asyncio.run(client.run(tell))
        except DeadKernelError:
            tell({"stopped": "kernel_died"})
        else:
            tell({"stopped": None})


if __name__ == "__main__":
    main(*sys.argv[1:])
