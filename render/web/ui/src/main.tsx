// The page of bienban.
import { render } from "preact";
import * as api from "./api";
import { App } from "./app";
import { resume } from "./keep";
import { Page } from "./view/page";
import { language, t } from "./words";

document.documentElement.lang = language();
const app = new App();
try {
  await app.start(await resume());
  render(<Page app={app} />, document.body);
  void present();
} catch (err) {
  if (err instanceof api.Refusal && err.status === 401) askToken();
  else document.body.append(Object.assign(document.createElement("p"), { className: "message error", textContent: t("Không kết nối được với bienban: {0}", "Cannot reach bienban: {0}", String(err)) }));
}

/** present tells the program that this page is open, for as long as it is. */
async function present(): Promise<void> {
  for (;;) {
    try {
      const answer = await api.ask("ui/presence");
      if (app.offline) {
        app.offline = false;
        void app.render();
        app.changed();
      }
      for (const reader = answer.body!.getReader(); !(await reader.read()).done; );
    } catch (err) {
      if (err instanceof api.Refusal) return; // as many pages as it wants
      app.offline = true;
      app.changed();
    }
    await new Promise((again) => setTimeout(again, 3000));
  }
}

function askToken(): void {
  const token = prompt(t("Máy chủ này cần một mã truy cập (người cài đặt có mã):", "This server needs an access token (whoever set it up has it):"));
  if (!token) return;
  api.setToken(token.trim());
  location.reload();
}
