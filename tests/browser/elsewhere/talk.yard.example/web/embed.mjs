// Stands in for Remark42's script: one instance, in the element of that name, from the global settings.
let frame = null;
const createInstance = (config) => {
  const root = document.getElementById("remark42");
  if (!root) throw new Error("no root node");
  frame = document.createElement("iframe");
  const { components, ...rest } = config;
  frame.src = `${config.host}/web/iframe.html?${new URLSearchParams(rest)}`;
  frame.title = "Comments";
  root.append(frame);
  window.REMARK42.changeTheme = (theme) => frame.contentWindow.postMessage({ theme }, "*");
  window.REMARK42.destroy = () => {
    frame.remove();
    delete window.REMARK42.changeTheme;
    delete window.REMARK42.destroy;
  };
};
window.REMARK42 = { createInstance };
createInstance(window.remark_config);
