const form = document.getElementById("form");
const text = document.getElementById("text");
const send = document.getElementById("send");
const list = document.getElementById("messages");
const history = [];

/** Adds a bubble; what is written into it is text, never HTML. */
function bubble(role, content) {
  const element = document.createElement("div");
  element.className = `message ${role}`;
  element.textContent = content;
  list.append(element);
  element.scrollIntoView({ block: "end" });
  return element;
}

/** Yields the objects of a stream of JSON lines as they arrive. */
async function* jsonLines(stream) {
  let rest = "";
  for (const reader = stream.pipeThrough(new TextDecoderStream()).getReader(); ; ) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    yield* lines.map((line) => JSON.parse(line));
  }
}

/** Puts the model's answer into the bubble, piece by piece; throws with the reason where it ends early. */
async function answerInto(element) {
  const messages = history.slice(-list.dataset.maxMessages);
  const response = await fetch("/api/chat", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ messages }),
  });
  if (!response.ok) throw new Error((await response.json()).error);
  for await (const { text: piece, error } of jsonLines(response.body)) {
    if (error) throw new Error(error);
    element.textContent += piece;
    element.scrollIntoView({ block: "end" });
  }
}

async function ask(content) {
  history.push({ role: "user", content });
  bubble("user", content);
  const answer = bubble("assistant", "");
  send.disabled = true;
  try {
    await answerInto(answer);
  } catch (error) {
    bubble("error", error.message);
  } finally {
    send.disabled = false;
    const said = answer.textContent.slice(0, text.maxLength);
    if (said.trim()) history.push({ role: "assistant", content: said });
    else answer.remove();
    text.focus();
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const content = text.value.trim();
  if (!content || send.disabled) return;
  text.value = "";
  ask(content);
});

text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

text.focus();
