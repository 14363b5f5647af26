# Spanish. A message has the same name and the same variables in every language; a test compares them.
#
# $plan, $name and $method are names, $amount is money with its currency, $date a day, $moment a minute with its time
# zone. $per and $every are messages under "How often", and $count is a number. An amount can be a phrase, such as
# "$14.28 including $2.28 tax": it fits best near the end of a sentence.

## This language

language-name = Español
# "everybody", or "demo" for a language that only the demo offers.
offered-to = everybody

## Every page

skip-to-content = Ir al contenido
site-navigation = Sitio web
footer-navigation = Acerca de este sitio
language-navigation = Idioma
home-page = Inicio
pricing = Precios
account = Cuenta
sign-in = Iniciar sesión
sign-up = Crear cuenta
sign-out = Cerrar sesión
sign-out-failed = No hemos podido cerrar tu sesión. Inténtalo de nuevo.
error-title = Error: { $page }
back-to = Volver a { $name }
support = Soporte
contact-support = Contactar con soporte
support-subject = Ayuda con mi cuenta (referencia { $reference })
support-subject-plain = Ayuda con mi cuenta
reference = Referencia: { $reference }
terms = Condiciones
privacy = Privacidad
pages = Páginas
previous-page = Página anterior
next-page = Página siguiente
page-of = Página { $number } de { $count }
demo = Demo
demo-text = Demo: Stripe se simula en este equipo. No se cobra nada.

## The start page

home-heading = Tu suscripción, en tus manos
home-lead = Gestiona tu plan, tu método de pago y tus facturas.
home-account = Ir a tu cuenta

## Pages that cannot be shown

not-found = Página no encontrada
not-found-text = La dirección puede ser incorrecta o la página se ha movido.
to-start-page = Ir a la página de inicio
error-unreadable = No hemos podido leer esta solicitud
error-unreadable-text = No se ha cambiado nada. Vuelve atrás e inténtalo de nuevo.
error-cross-site = No hemos podido verificar esta solicitud
error-cross-site-text =
    No procedía de este sitio, así que no se ha cambiado nada. Vuelve atrás e inténtalo de nuevo.
error-gone = Este documento ya no está disponible
error-gone-text = Stripe ya no lo tiene. Abre el portal de facturación para ver todas tus facturas.
error-too-many = Demasiadas solicitudes
error-too-many-text = No se ha cambiado nada. Espera unos segundos e inténtalo de nuevo.
error-unavailable = No estamos disponibles temporalmente
error-unavailable-text = No se ha cambiado nada. Inténtalo de nuevo en un minuto.
error-late = Esto ha tardado demasiado
error-late-text = Comprueba tu cuenta antes de intentarlo de nuevo.
error-other = Se ha producido un error por nuestra parte
error-other-text = Comprueba tu cuenta antes de intentarlo de nuevo.

## Signing in and up

email = Correo electrónico
password = Contraseña
new-password = Contraseña nueva
current-password = Contraseña actual
password-hint =
    Al menos 8 caracteres. Varias palabras sin relación entre sí son fáciles de recordar y difíciles de adivinar.
no-account-yet = ¿Aún no tienes cuenta?
have-an-account = ¿Ya tienes cuenta?
demo-sign-in = En esta demo, inicia sesión como { $email } con la contraseña { $password }.
no-passwords =
    Aquí no necesitas contraseña. Inicia sesión en nuestro producto y abre la facturación desde allí.
change-password = Cambiar contraseña
password-changed = Se ha cambiado tu contraseña. Se ha cerrado tu sesión en todos los demás sitios.
continue-title = Continuar a la facturación
continue-text = Continúa para abrir tu cuenta.
continue = Continuar
continue-question = Has iniciado sesión como { $email }. ¿Quieres continuar como { $other }?
continue-as = Continuar como { $other }
stay-signed-in = Mantener la sesión de { $email }
link-closed = Este enlace ha caducado
link-closed-text =
    Funciona una sola vez y caduca pronto. Vuelve a la página de la que venías y ábrelo de nuevo.

## Accounts and their members

signed-in-as = Sesión iniciada como { $email }
switch-account = Cambiar de cuenta
choose-account = Elegir una cuenta
no-account = Ya no eres miembro de ninguna cuenta. Pide a un propietario de la cuenta que te añada.
account-without-name = Cuenta …{ $ending }
back-to-account = Volver a tu cuenta
members = Miembros
only-owners = Solo un propietario puede cambiar los miembros de esta cuenta.
change-role = Cambiar rol
remove = Eliminar
role-of = Rol de { $email }
remove-member = Eliminar a { $email }
role-owner = Propietario
role-billing = Facturación
role-viewer = Solo lectura
only-look = Puedes ver esta cuenta. Para cambiar de plan o ver las facturas, pregunta a un propietario.

## The account page

account-settings = Configuración de la cuenta
account-unavailable = No podemos mostrar tu cuenta en este momento. Inténtalo de nuevo en un minuto.
not-fetched = Aún no hemos recibido tu suscripción de Stripe. Puede tardar unos minutos.
about-the-portal =
    Cambia tu plan, tu método de pago o tus datos de facturación en nuestro portal de facturación, alojado por Stripe.
manage-subscription = Gestionar suscripción
opening-portal = Abriendo el portal…
updating = Tu último cambio aún no se muestra. Esta página se actualiza sola.
still-late = Tu último cambio aún no se muestra. Puede tardar unos minutos.
refresh = Actualizar
last-updated = Última actualización: { $moment }.

subscription = Suscripción
current-plan = Plan actual
free = Gratis
your-plan = Tu suscripción
# The same within a sentence.
plan-in-sentence = tu suscripción
plan-and-more = { $plan } y { $count } más
status = Estado
no-status = No aplica
period-ends = Fin del periodo actual
discount = Descuento
payment = Pago
payment-method = Método de pago
account-balance = Saldo de la cuenta
next-invoice = Próxima factura
no-next-invoice = Ninguna
debts = Facturas por pagar
invoices = Facturas
date = Fecha
amount = Importe
documents = Documentos
pages-of-invoices = Páginas de facturas
newer-invoices = Facturas más recientes
older-invoices = Facturas anteriores
older-in-the-portal = Abre el portal de facturación para ver facturas anteriores.

## Badges

badge-incomplete = Pago incompleto
badge-processing = Pago en proceso
badge-expired = Caducada
badge-trial = Prueba gratuita
badge-active = Activa
badge-past-due = Pago vencido
badge-unpaid = Impagada
badge-paused = En pausa
badge-billing-paused = Facturación en pausa
badge-canceled = Cancelada
badge-cancels = Se cancela el { $date }
badge-changes = Cambia el { $date }
badge-unknown = Desconocido
invoice-open = Pendiente
invoice-paid = Pagada
invoice-uncollectible = Incobrable
invoice-void = Anulada
invoice-refunded = Reembolsada
invoice-credited = Abonada
invoice-disputed = En disputa

## Buttons

view-plans = Ver planes
choose-a-plan = Elegir un plan
change-plan = Cambiar de plan
update-payment-method = Actualizar método de pago
add-payment-method = Añadir método de pago
cancel-plan = Cancelar suscripción
keep-plan = Mantener suscripción
resume-plan = Reanudar suscripción
pause-plan = Pausar suscripción
pay-amount = Pagar { $amount } ahora
review-change = Revisar cambio
open-portal = Abrir portal de facturación
action-of-plan = { $action }: { $plan }
view = Ver
pdf = PDF
pay = Pagar
document-of-invoice = { $document }: factura { $name }
pay-for-change = Pagar el cambio

## What a plan is and what comes next

no-plan = Aún no tienes una suscripción.
customer-deleted = Tu cuenta de facturación se ha cerrado. No te cobraremos nada más.
customer-missing =
    No encontramos tu cuenta de facturación. Si tenías una suscripción, contacta con soporte.
trial = Tu prueba gratuita termina el { $date }. Después te cobraremos { $amount }.
trial-of-unknown-amount = Tu prueba gratuita termina el { $date }. Ese día empieza tu suscripción de pago.
trial-without-payment-method = Tu prueba gratuita termina el { $date }. Hasta entonces no se cobra nada.
active = Tu suscripción se renueva el { $date }. Te cobraremos { $amount }.
active-by-usage = Tu suscripción se renueva el { $date }. Tu consumo hasta ahora asciende a { $amount }.
active-of-unknown-amount = Tu suscripción se renueva el { $date }.
active-without-payment-method = Tu suscripción se renueva el { $date }. Ese día vence un pago de { $amount }.
renewing = Tu suscripción se está renovando. Puede tardar unos minutos.
canceling =
    Tu suscripción está cancelada y termina el { $date }. Conservas { $plan } hasta entonces y no te cobraremos nada más.
canceling-trial = Tu prueba gratuita termina el { $date }. No te cobraremos nada.
canceling-after-renewal =
    Tu suscripción está cancelada y termina el { $date }. Antes se renueva: te cobraremos { $amount } el { $next }.
ends-by-schedule =
    Tu suscripción termina el { $date }, según lo acordado. Para mantenerla, contacta con soporte.
ends-by-schedule-after-renewal =
    Tu suscripción termina el { $date }, según lo acordado. Te cobraremos { $amount } el { $next }. Para mantenerla, contacta con soporte.
held-by-schedule =
    Esta suscripción se acordó de antemano. Para cambiarla o cancelarla, contacta con soporte.
change-to = Tu plan cambia a { $plan } el { $date }.
change-of-interval = Tu suscripción se factura { $every } a partir del { $date }.
change-of-interval-and-amount = A partir del { $date }, te cobraremos { $amount } { $every }.
change-of-item = { $from } cambia a { $plan } el { $date }.
change-of-quantity = Tu suscripción incluye { $plan } a partir del { $date }.
change-adds = { $plan } se añade a tu suscripción el { $date }.
change-removes = { $name } se elimina de tu suscripción el { $date }.
change-unknown = Tu suscripción cambia el { $date }.
nothing-changes-before = Nada cambia hasta entonces.
plan-ends = Tu suscripción termina el { $date }.
plan-at-price = { $plan } ({ $amount } { $per })
many-of-plan = { $count } × { $plan }

collection-paused = La facturación está en pausa. Conservas { $plan } y no te cobraremos nada.
collection-paused-until =
    La facturación está en pausa hasta el { $date }. Conservas { $plan } y no te cobraremos nada.
collection-voided = La facturación está en pausa. No te cobraremos nada.
collection-voided-until = La facturación está en pausa hasta el { $date }. No te cobraremos nada.
collection-postponed =
    La facturación está en pausa. Conservas { $plan } y los pagos se cobrarán más adelante.
collection-postponed-until =
    La facturación está en pausa hasta el { $date }. Conservas { $plan } y los pagos se cobrarán después.
nothing-new-charged = La facturación está en pausa. No se cobra nada nuevo.
nothing-new-charged-until = La facturación está en pausa hasta el { $date }. No se cobra nada nuevo.
new-charges-postponed = La facturación está en pausa. Los pagos nuevos se cobrarán más adelante.
new-charges-postponed-until =
    La facturación está en pausa hasta el { $date }. Los pagos nuevos se cobrarán después.

keep-with-payment-method = Añade un método de pago para conservar { $plan }.
payment-failed = Tu pago ha fallado.
past-due = No hemos podido cobrar { $amount }. Actualiza tu método de pago para conservar { $plan }.
past-due-with-method =
    No hemos podido cobrar { $amount } con { $method }. Actualiza tu método de pago para conservar { $plan }.
past-due-of-unknown-amount = Actualiza tu método de pago para conservar { $plan }.
try-again-on = Lo intentaremos de nuevo el { $date }.
invoice-overdue = Tu factura está vencida.
overdue-by-hand = Desde el { $date } debes { $amount }. Paga ahora para conservar { $plan }.
on-hold = Tu suscripción está suspendida.
unpaid = Desde el { $date } debes { $amount }. Paga ahora para recuperar { $plan }.
unpaid-of-unknown-amount = Falta un pago. Paga ahora para recuperar { $plan }.
payment-incomplete = Tu pago no se ha completado.
incomplete = Completa tu pago de { $amount } para iniciar tu suscripción.
incomplete-until = Completa tu pago de { $amount } antes del { $moment } para iniciar tu suscripción.
incomplete-of-unknown-amount = Completa tu pago para iniciar tu suscripción.
incomplete-of-unknown-amount-until = Completa tu pago antes del { $moment } para iniciar tu suscripción.
expired =
    Tu primer pago no se completó a tiempo, así que tu suscripción no se inició. No te hemos cobrado nada.
processing = Tu pago de { $amount } está en proceso. Puede tardar unos días. No tienes que hacer nada.
still-due = Desde el { $date } debes { $amount }.
still-due-after-end = Aún debes { $amount } del { $date }.
due-later = El { $date } vence un pago de { $amount }.
sum-of-invoices = { $amount } ({ $count } facturas)
debt-overdue = { $amount }, por pagar desde el { $date }
debt-upcoming = { $amount }, vence el { $date }
debt-processing = { $amount }, en proceso
more-debts = Y { $count } más, en «Facturas»

plan-paused = Tu suscripción está en pausa.
paused-after-trial = Tu prueba gratuita ha terminado.
paused-on-request = Tu suscripción se ha pausado.
paused-on-request-since = Tu suscripción se pausó el { $date }.
paused-after-failure = Un pago ha fallado.
paused-by-stripe = Stripe ha pausado tu suscripción.
paused-by-stripe-since = Stripe pausó tu suscripción el { $date }.
resume-after-trial = Reanuda tu suscripción para continuar. Te cobraremos hoy.
resume-after-request =
    Reanuda tu suscripción para continuar ahora. Te cobraremos hoy. Si elegiste un final para la pausa, se reanuda sola.
resume = Reanuda tu suscripción para continuar. Te cobraremos hoy.
add-payment-method-to-continue = Añade un método de pago para continuar.
contact-support-to-continue = Contacta con soporte para continuar.
paused-for-payment = Ha fallado un pago de { $amount }. Paga ahora para continuar.

canceled-paid-until = Tu suscripción se canceló el { $canceled }. Estaba pagada hasta el { $date }.
ended = Tu suscripción a { $plan } terminó el { $date }.
ended-without-name = Tu suscripción terminó el { $date }.
ended-without-date = Tu suscripción ha terminado.
state-unknown = Abre el portal de facturación para ver el estado de tu suscripción.
change-waits = Un cambio en tu suscripción está pendiente de pago hasta el { $moment }.
change-waits-for = Un cambio en tu suscripción espera hasta el { $moment } un pago de { $amount }.
change-being-paid = Un cambio en tu suscripción se aplicará cuando se haya procesado su pago.

## What just changed

now-subscribed = Te has suscrito a { $plan }.
now-on-trial = Tu prueba gratuita de { $plan } ha empezado.
now-changed = Tu plan ahora es { $plan }.
now-updated = Tu suscripción se ha actualizado.
now-canceled = Tu suscripción está cancelada y termina el { $date }.
now-ended = Tu suscripción ha terminado.
now-kept = Tu suscripción continúa. Ya no está cancelada.
now-resumed = Tu suscripción vuelve a estar activa.
now-paused = Tu suscripción está en pausa.
now-paid = Tu pago de { $amount } se ha realizado correctamente.
now-paid-with = Tu método de pago ahora es { $method }.
now-without-payment-method = Tu método de pago se ha eliminado.

## Prices and amounts

amount-with-tax = { $amount } ({ $tax } de impuestos incluidos)
amount-with-adjustments = { $amount } (ajustes incluidos: { $adjustments })
amount-so-far = { $amount } hasta ahora
amount-on-date = { $amount } el { $date }
price-per = { $amount } { $per }
price-per-plus-tax = { $amount } { $per } más impuestos
price-plus-tax = { $amount } más impuestos
quantity-of-price = { $count } × { $price }
quantity = { $count ->
        [one] 1 unidad
       *[other] { $count } unidades
    }
by-usage = Se factura según el consumo
item-of-plan = { $plan }: { $price }
renews-on = { $price }, se renueva el { $date }
and-more-items = Y { $count } más
credit = { $amount } a tu favor, para tus próximas facturas
debit = { $amount } por pagar, se suma a tu próxima factura
amount-refunded = { $amount } de reembolso
amount-credited = { $amount } de abono
percent = { $number } %
list-of-two = { $one }, { $two }
off = { $off } de descuento
off-until = { $off } de descuento hasta el { $date }
off-once = { $off } de descuento en tu próxima factura
off-product = { $off } de descuento en { $plan }
off-product-until = { $off } de descuento en { $plan } hasta el { $date }
off-product-once = { $off } de descuento en { $plan } en tu próxima factura

## How often

per-period =
    { $unit ->
        [day] { $count ->
            [one] al día
           *[other] cada { $count } días
        }
        [week] { $count ->
            [one] a la semana
           *[other] cada { $count } semanas
        }
        [year] { $count ->
            [one] al año
           *[other] cada { $count } años
        }
       *[month] { $count ->
            [one] al mes
           *[other] cada { $count } meses
        }
    }
every-period =
    { $unit ->
        [day] { $count ->
            [one] cada día
           *[other] cada { $count } días
        }
        [week] { $count ->
            [one] cada semana
           *[other] cada { $count } semanas
        }
        [year] { $count ->
            [one] cada año
           *[other] cada { $count } años
        }
       *[month] { $count ->
            [one] cada mes
           *[other] cada { $count } meses
        }
    }
interval =
    { $unit ->
        [day] { $count ->
            [one] Diario
           *[other] Cada { $count } días
        }
        [week] { $count ->
            [one] Semanal
           *[other] Cada { $count } semanas
        }
        [year] { $count ->
            [one] Anual
           *[other] Cada { $count } años
        }
       *[month] { $count ->
            [one] Mensual
           *[other] Cada { $count } meses
        }
    }

## Payment methods

none-on-file = Ninguno
on-file = Guardado
card = Tarjeta
korean-card = Tarjeta coreana
bank-account = Cuenta bancaria
bank-transfer = Transferencia bancaria
pre-authorized-debit = Débito preautorizado
method-with-digits = { $method } •••• { $digits }
method-of = { $method } ({ $detail })
card-expires = Caduca en { $month }
card-expires-soon = Tu tarjeta caduca en { $month }. Actualízala para evitar que falle un pago.
card-expired = Tu tarjeta caducó en { $month }. Actualízala para evitar que falle un pago.

## Pricing

choose-plan-heading = Elegir un plan
no-offers = No hay planes disponibles en este momento. Si tienes un plan, no se ve afectado.
offers-unavailable = No podemos mostrar los planes en este momento. Inténtalo de nuevo en un minuto.
billing-period = Periodo de facturación
currency-navigation = Moneda
this-is-your-plan = Plan actual
choose-offer = Elegir { $plan }
switch-to-offer = Cambiar a { $plan }
switch-to-interval =
    { $unit ->
        [day] Cambiar a pago diario
        [week] Cambiar a pago semanal
        [year] Cambiar a pago anual
       *[month] Cambiar a pago mensual
    }
trial-then = { $count ->
        [one] 1 día gratis, después { $price }
       *[other] { $count } días gratis, después { $price }
    }
per-seat = por licencia / { $unit ->
        [day] { $count ->
            [one] día
           *[other] { $count } días
        }
        [week] { $count ->
            [one] semana
           *[other] { $count } semanas
        }
        [year] { $count ->
            [one] año
           *[other] { $count } años
        }
       *[month] { $count ->
            [one] mes
           *[other] { $count } meses
        }
    }
per-unit-of-usage = por { $name }, se factura { $every }
a-month-when-billed-yearly = { $amount } al mes, con facturación anual
save-amount = Ahorra { $amount }
compare-plans = Comparar planes
feature = Función
included = Incluido
not-included = No incluido
nothing-in-currency =
    Te facturamos en { $currency } y ninguno de nuestros planes se vende en esa moneda. Contacta con soporte.
offers-while-unpaid = Paga lo que debes antes de cambiar de plan.
offers-while-incomplete = Completa tu primer pago antes de cambiar de plan.
offers-while-paused = Reanuda tu suscripción antes de cambiar de plan.
offers-while-canceling = Elige mantener tu suscripción antes de cambiar de plan.
offers-while-scheduled = Tu plan ya cambia el { $date }. Revisa ese cambio antes de hacer otro.
offers-while-several = Tienes varias suscripciones. Elige en la página de tu cuenta cuál quieres cambiar.
offers-while-fixed = Este plan no se puede cambiar aquí. Contacta con soporte.
go-to-account = Ir a tu cuenta

## What went wrong

sign-in-first = Primero inicia sesión.
form-incomplete = Rellena todos los campos.
email-invalid = Introduce un correo electrónico, como name@example.com.
email-taken = Ya existe una cuenta con este correo electrónico. Inicia sesión.
password-missing = Introduce tu contraseña.
password-too-short = Elige una contraseña de al menos 8 caracteres.
password-too-long = Elige una contraseña de 256 caracteres como máximo.
password-too-common =
    Esta contraseña es fácil de adivinar. Tres o cuatro palabras sin relación entre sí forman una buena.
wrong-credentials = Correo electrónico o contraseña incorrectos.
account-disabled = Esta cuenta está cerrada. Si crees que es un error, contacta con soporte.
wrong-current-password = Esa no es tu contraseña actual.
too-many-attempts = Demasiados intentos. Espera un minuto e inténtalo de nuevo.
signing-in-busy = Tenemos mucha actividad en este momento. Inténtalo de nuevo enseguida.
try-again-soon = Se ha producido un error por nuestra parte. Inténtalo de nuevo enseguida.
role-forbids = Tu rol no permite hacer esto. Pregunta a un propietario de esta cuenta.
no-billing-account = Aún no tienes una cuenta de facturación. Primero elige un plan.
link-expired = Ese enlace ha caducado. Usa los botones de abajo.
not-configured = La facturación aún no está configurada. Contacta con soporte.
portal-unavailable =
    No podemos acceder al portal de facturación en este momento. Inténtalo de nuevo en un minuto.
portal-failed = No hemos podido abrir el portal de facturación. Si vuelve a ocurrir, contacta con soporte.
too-many-clicks =
    Demasiadas solicitudes. No se ha cambiado nada. Espera unos segundos e inténtalo de nuevo.
not-offered = Ese plan ya no está disponible. Elige otro plan.
other-currency = Ese plan no se vende en la moneda en la que te facturamos. Elige otro plan.
begins-later = Ya tienes una suscripción que empieza más adelante. Para añadir otra, contacta con soporte.
checkout-unavailable =
    No podemos acceder a la página de pago en este momento. No te hemos cobrado nada. Inténtalo de nuevo en un minuto.
checkout-failed =
    No hemos podido abrir la página de pago. No te hemos cobrado nada. Si vuelve a ocurrir, contacta con soporte.
nothing-to-do = Tu suscripción ya está actualizada.
plan-not-updated =
    No hemos podido actualizar tu suscripción. Abre el portal de facturación para ver qué falta.
payment-still-failed =
    Tu pago ha fallado, así que tu suscripción sigue en pausa. Paga lo que debes o actualiza tu método de pago.
outcome-unknown =
    Stripe no respondió a tiempo. Puede que tu suscripción haya cambiado: vuelve a comprobarlo en un minuto.
only-owners-change-members =
    Solo un propietario puede cambiar los miembros de esta cuenta. No se ha cambiado nada.
not-your-account = No perteneces a esa cuenta. Elige otra.
no-such-member = Esa persona ya no es miembro.
last-owner = Una cuenta necesita un propietario. Primero asigna ese rol a otra persona.
unknown-role = Elige «Propietario», «Facturación» o «Solo lectura».

## Mails
# The subject says the fact. $site is the company's name.

mail-plain-address = O abre esta dirección:
mail-not-you = Si no has sido tú, puedes ignorar este correo. No se ha cambiado nada.
mail-sign-up = Confirma tu correo electrónico para { $site }
mail-sign-up-text = Pulsa el botón para crear tu cuenta.
mail-works-a-day = El enlace funciona una sola vez y caduca en un día.
mail-create-account = Crear cuenta
mail-registered = Ya tienes una cuenta en { $site }
mail-registered-text = Alguien ha intentado crear una cuenta con tu correo electrónico.
mail-registered-do =
    Ya tienes una cuenta: inicia sesión o elige una contraseña nueva si has olvidado la tuya.
mail-verify = Confirma este correo electrónico para { $site }
mail-verify-text = Pulsa el botón para usar este correo electrónico en tu cuenta.
mail-confirm-email = Confirmar correo electrónico
mail-reset = Elige una contraseña nueva para { $site }
mail-reset-text = Alguien ha pedido una contraseña nueva para tu cuenta.
mail-works-an-hour = El enlace funciona una sola vez y caduca en una hora.
mail-choose-password = Elegir una contraseña nueva
mail-no-account = No tienes una cuenta en { $site }
mail-no-account-text =
    Alguien ha pedido una contraseña nueva, pero ninguna cuenta usa este correo electrónico.
mail-no-account-do = Puede que tu cuenta use otro correo electrónico. También puedes crear una cuenta.
mail-password-changed = Se ha cambiado tu contraseña de { $site }
mail-password-changed-text = Se cambió el { $moment }. Se han cerrado tus demás sesiones.
mail-password-changed-do = Si no has sido tú, elige ahora una contraseña nueva.
mail-address-changed = Se ha cambiado tu correo electrónico de { $site }
mail-address-changed-text = Tu cuenta usa otro correo electrónico desde el { $moment }.
mail-address-changed-do = Si no has sido tú, contacta con soporte de inmediato.
mail-sign-in = Tu enlace para iniciar sesión en { $site }
mail-sign-in-text = Pulsa el botón para iniciar sesión o introduce este código donde lo pediste.
mail-works-ten-minutes =
    El enlace y el código funcionan una sola vez y caducan en diez minutos. No compartas el código con nadie.
mail-invitation = Te han invitado a una cuenta en { $site }
mail-invitation-into = Te han invitado a { $name } en { $site }
mail-invitation-text = { $email } te invita a compartir su cuenta. Tu rol: { $role }.
mail-works-a-week = La invitación es válida durante siete días.
mail-see-invitation = Ver invitación
mail-new-device = Nuevo inicio de sesión en tu cuenta de { $site }
mail-new-device-text = Alguien inició sesión el { $moment }, con { $device } en la red { $network }.
mail-new-device-do = Si no has sido tú, cierra esa sesión y cambia tu contraseña.
mail-check-sessions = Revisar sesiones

## Signing in by mail, and getting back in

forgot-password = ¿Has olvidado tu contraseña?
reset-text = Introduce tu correo electrónico. Te enviaremos un enlace para elegir una contraseña nueva.
send-link = Enviar enlace
back-to-sign-in = Volver al inicio de sesión
look-into-mail = Revisa tu correo. Si esta dirección se puede usar aquí, hay un mensaje en camino.
shown-mail = Mostrar el correo (este servidor no envía ninguno)
sign-in-by-email = Iniciar sesión por correo electrónico
sign-in-by-email-text = Te enviaremos un enlace y un código. No necesitas contraseña.
enter-code = Introduce tu código
code = Código
code-text = Abre el enlace del correo o introduce aquí el código de seis cifras.
ask-again = Enviar otro correo
code-wrong = Ese código no es correcto o ha caducado. Comprueba el correo más reciente o pide otro.
mail-link-closed = Este enlace ya se ha usado o es demasiado antiguo. Pide uno nuevo.
sign-up-confirm = Crea una cuenta para { $email }.
password-not-chosen = Esa no es la contraseña que elegiste.
password-you-chose = La contraseña que elegiste al registrarte
reset-confirm = Para { $email }. Se cerrarán tus demás sesiones.
save-password = Guardar contraseña
address-confirm = Usa { $email } para tu cuenta.
sign-in-confirm = Inicia sesión como { $email }.

## Your email

email-unchanged = Ese es el correo electrónico que ya usas.
email-verified = confirmado
email-not-verified = aún no confirmado
verify-email = Enviar correo de confirmación
email-confirmed = Tu correo electrónico está confirmado.
change-email = Cambiar correo electrónico

## Invitations

invite-members = Invitar a otras personas
role = Rol
send-invitation = Enviar invitación
open-invitations = Aún sin aceptar:
withdraw-invitation = Retirar
withdraw-invitation-to = Retirar la invitación a { $email }
invitation-title = Tienes una invitación
invitation-text = { $email } te invita a { $name }. Tu rol: { $role }.
invitation-sign-in = Inicia sesión como { $email } para aceptar.
invitation-other =
    La invitación es para { $email }. Has iniciado sesión como { $other }: primero cierra sesión.
accept-invitation = Aceptar invitación
too-many-invitations = Demasiadas invitaciones. Espera un rato e inténtalo de nuevo.
not-invited = La invitación es para otro correo electrónico. Inicia sesión con ese.

## Sign-in and security, and deleting an account

security = Acceso y seguridad
back-to-security = Volver a acceso y seguridad
sessions = Dónde has iniciado sesión
this-session = Este navegador
# Such as "Firefox on Linux".
device = { $browser } en { $system }
unknown-device = Dispositivo desconocido
session-last-used = Último uso: { $moment }
session-network = Sesión iniciada desde { $network }
session-network-unknown = Sesión iniciada desde una red desconocida
end-session-of = Cerrar la sesión de { $device }, último uso: { $moment }
end-other-sessions = Cerrar las demás sesiones
session-ended = Se ha cerrado la sesión en ese navegador.
other-sessions-ended = Se han cerrado todas las demás sesiones.
delete-account = Eliminar la cuenta
deletion-lead = Esto no se puede deshacer. Esto es lo que ocurre:
deletion-of-plans = Tus planes se cancelan de inmediato. No se reembolsa el tiempo restante.
deletion-of-data =
    Se eliminan esta cuenta, el acceso de sus miembros y nuestra copia de tus datos de facturación.
deletion-of-invoices = Las facturas y los pagos permanecen en Stripe, porque la ley obliga a conservarlos.
deletion-confirmation = Quiero cancelar mis planes y eliminar esta cuenta.
other-owners-first = Esta cuenta tiene otros propietarios. Elimínalos o cambia antes sus roles.
only-owners-delete = Solo un propietario puede eliminar esta cuenta. No se ha cambiado nada.
deletion-not-confirmed = Marca la casilla para eliminar tu cuenta.
deletion-still-open =
    No hemos podido cancelarlo todo en Stripe, así que tu cuenta no se ha eliminado. Puedes volver a intentarlo sin
    riesgo.
deletion-unavailable =
    Algo ha fallado por nuestra parte, así que tu cuenta no se ha eliminado. Puedes volver a intentarlo sin riesgo.
account-deleted = Tu cuenta se ha eliminado.

## Signing in at the company’s identity provider

continue-with = Continuar con { $name }
provider-denied = No has iniciado sesión. Inténtalo de nuevo cuando quieras.
provider-unreachable =
    No podemos contactar con el servicio de acceso. Inténtalo de nuevo en unos minutos.
provider-stale = Este acceso ha caducado o se inició en otro navegador. Inténtalo de nuevo.
provider-no-email =
    Necesitamos tu correo electrónico y el servicio de acceso no nos lo ha facilitado. Contacta con soporte.
provider-unusable =
    No hemos podido usar la respuesta del servicio de acceso. Inténtalo de nuevo. Si vuelve a ocurrir, contacta con soporte.

## More about mails and addresses

mail-password-removed = Se eliminó tu contraseña de { $site }
mail-password-removed-text = Iniciaste sesión por correo y demostraste que esta dirección es tuya. Nadie lo había demostrado antes: otra persona pudo elegir la contraseña.
mail-password-removed-do = Puedes elegir una nueva.
unknown-network = una red desconocida
confirm-email-first = Confirma primero tu propio correo en «Inicio de sesión y seguridad». Después podrás invitar a otras personas.
sign-in-again = Para esto tienes que volver a iniciar sesión: cierra la sesión e inicia sesión.
new-email = Nuevo correo

## What the account may use

whats-included = Qué incluye
feature-up-to = { $feature }: hasta { $limit }
until-date = Hasta el { $date }
included-until = Incluido hasta el { $date }.
included-until-payment = Incluido hasta el { $date }, y después en cuanto se complete tu pago.
not-available-now = No disponible por ahora
available-once-paid = Disponible en cuanto se complete tu pago.
available-once-active = Disponible en cuanto tu suscripción vuelva a estar activa.
available-once-billed = Disponible de nuevo en cuanto se reanude la facturación.
available-after-trial = Disponible cuando termine tu prueba gratuita.
and-more-features = Y { $count } más
