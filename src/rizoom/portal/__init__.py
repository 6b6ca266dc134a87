"""The portal: the web application where suppliers upload deliveries and read their findings.

It writes only schema ``portaal``, ``register.inzending``, ``register.bevestiging`` and, through
:mod:`rizoom.intake.register`, new deliveries with status ``ontvangen``. Nothing is processed in a request.
"""
