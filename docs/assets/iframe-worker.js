// Search from a file: browsers start no worker there, so a frame that nobody sees does its work.
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super()
      const frame = document.createElement("iframe")
      frame.hidden = true
      frame.title = "Search"
      this.inner = new Promise((ready) => {
        frame.onload = () => {
          frame.onload = null
          const inner = frame.contentWindow, script = frame.contentDocument.createElement("script")
          inner.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }))
          script.src = new URL(url, document.baseURI).href
          script.onload = () => ready(inner)
          frame.contentDocument.body.append(script)
        }
      })
      document.body.append(frame)
    }
    async postMessage(data) {
      const inner = await this.inner
      inner.dispatchEvent(new inner.MessageEvent("message", { data }))
    }
  }
}
