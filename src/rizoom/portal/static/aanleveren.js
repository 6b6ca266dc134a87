// Shows progress while a file is sent. Without this script the form works in the same way.
"use strict";
(function () {
  const form = document.getElementById("aanleveren");
  const field = document.getElementById("levering");
  const panel = document.getElementById("voortgang");
  const bar = document.getElementById("voortgang-balk");
  const text = document.getElementById("voortgang-tekst");
  const button = form.querySelector("button");

  function show(message) {
    panel.hidden = false;
    text.textContent = message;
  }

  function stop(message) {
    button.disabled = false;
    bar.hidden = true;
    show(message);
  }

  form.addEventListener("submit", function (event) {
    const file = field.files[0];
    if (!file) return;
    event.preventDefault();
    if (file.size > Number(form.dataset.grens)) {
      stop("Het bestand is te groot.");
      return;
    }
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", function (sent) {
      if (!sent.lengthComputable) return;
      const percent = Math.floor((100 * sent.loaded) / sent.total);
      bar.value = percent;
      show(percent < 100 ? percent + " procent verstuurd" : "Verstuurd. Wij maken uw ontvangstbewijs.");
    });
    request.addEventListener("load", function () {
      if (request.responseURL && !request.responseURL.endsWith("/aanleveren")) {
        window.location.assign(request.responseURL);
        return;
      }
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const alert = page.querySelector(".utrecht-alert p, main p");
      stop(alert ? alert.textContent : "Aanleveren is niet gelukt. Probeer het opnieuw.");
    });
    request.addEventListener("error", function () {
      stop("De verbinding is verbroken. Probeer het opnieuw. Er gebeurt niets dubbel.");
    });
    request.open("POST", form.action);
    button.disabled = true;
    bar.hidden = false;
    bar.value = 0;
    show("Versturen begint");
    request.send(new FormData(form));
  });
})();
