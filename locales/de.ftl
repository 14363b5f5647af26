# German. A message has the same name and the same variables in every language; a test compares them.
#
# $plan, $name and $method are names, $amount is money with its currency, $date a day, $moment a minute with its time
# zone. $per and $every are messages under "How often", and $count is a number. An amount can be a phrase, such as
# "$14.28 including $2.28 tax": it fits best near the end of a sentence.

## This language

language-name = Deutsch
# "everybody", or "demo" for a language that only the demo offers.
offered-to = everybody

## Every page

skip-to-content = Zum Inhalt springen
site-navigation = Website
footer-navigation = Über diese Website
language-navigation = Sprache
home-page = Startseite
pricing = Preise
account = Konto
sign-in = Anmelden
sign-up = Registrieren
sign-out = Abmelden
sign-out-failed = Wir konnten Sie nicht abmelden. Versuchen Sie es erneut.
error-title = Fehler: { $page }
back-to = Zurück zu { $name }
support = Support
contact-support = Support kontaktieren
support-subject = Hilfe zu meinem Konto (Referenz { $reference })
support-subject-plain = Hilfe zu meinem Konto
reference = Referenz: { $reference }
terms = Nutzungsbedingungen
privacy = Datenschutz
pages = Seiten
previous-page = Vorherige Seite
next-page = Nächste Seite
page-of = Seite { $number } von { $count }
demo = Demo
demo-text = Demo: Stripe wird auf diesem Rechner simuliert. Es wird nichts berechnet.

## The start page

home-heading = Ihr Abonnement in Ihrer Hand
home-lead = Verwalten Sie Plan, Zahlungsmethode und Rechnungen.
home-account = Zum Konto

## Pages that cannot be shown

not-found = Seite nicht gefunden
not-found-text = Die Adresse ist vielleicht falsch, oder die Seite wurde verschoben.
to-start-page = Zur Startseite
error-unreadable = Wir konnten diese Anfrage nicht lesen
error-unreadable-text = Es wurde nichts geändert. Gehen Sie zurück und versuchen Sie es erneut.
error-cross-site = Wir konnten diese Anfrage nicht überprüfen
error-cross-site-text =
    Die Anfrage kam nicht von dieser Website, daher wurde nichts geändert. Gehen Sie zurück und versuchen Sie es erneut.
error-gone = Dieses Dokument ist nicht mehr verfügbar
error-gone-text = Stripe hat es nicht mehr. Öffnen Sie das Abrechnungsportal, um alle Rechnungen zu sehen.
error-too-many = Zu viele Anfragen
error-too-many-text = Es wurde nichts geändert. Warten Sie einige Sekunden und versuchen Sie es erneut.
error-unavailable = Wir sind vorübergehend nicht erreichbar
error-unavailable-text = Es wurde nichts geändert. Versuchen Sie es in einer Minute erneut.
error-late = Das hat zu lange gedauert
error-late-text = Sehen Sie in Ihrem Konto nach, bevor Sie es erneut versuchen.
error-other = Bei uns ist ein Fehler aufgetreten
error-other-text = Sehen Sie in Ihrem Konto nach, bevor Sie es erneut versuchen.

## Signing in and up

email = E-Mail-Adresse
password = Passwort
new-password = Neues Passwort
current-password = Aktuelles Passwort
password-hint = Mindestens 8 Zeichen. Einige Wörter ohne Zusammenhang sind leicht zu merken und schwer zu erraten.
no-account-yet = Noch kein Konto?
have-an-account = Schon ein Konto?
demo-sign-in = Melden Sie sich in dieser Demo als { $email } mit dem Passwort { $password } an.
no-passwords =
    Sie brauchen hier kein Passwort. Melden Sie sich in unserem Produkt an und öffnen Sie dort die Abrechnung.
change-password = Passwort ändern
password-changed = Ihr Passwort wurde geändert. Sie wurden überall sonst abgemeldet.
continue-title = Weiter zur Abrechnung
continue-text = Fahren Sie fort, um Ihr Konto zu öffnen.
continue = Fortfahren
continue-question = Sie sind als { $email } angemeldet. Als { $other } fortfahren?
continue-as = Als { $other } fortfahren
stay-signed-in = Als { $email } angemeldet bleiben
link-closed = Dieser Link ist abgelaufen
link-closed-text =
    Er funktioniert nur einmal und läuft schnell ab. Gehen Sie zur vorherigen Seite zurück und öffnen Sie ihn erneut.

## Accounts and their members

signed-in-as = Angemeldet als { $email }
switch-account = Konto wechseln
choose-account = Konto wählen
no-account = Sie sind in keinem Konto mehr Mitglied. Bitten Sie einen Inhaber des Kontos, Sie hinzuzufügen.
account-without-name = Konto …{ $ending }
back-to-account = Zurück zum Konto
members = Mitglieder
only-owners = Nur Inhaber können die Mitglieder dieses Kontos ändern.
change-role = Rolle ändern
remove = Entfernen
role-of = Rolle von { $email }
remove-member = { $email } entfernen
role-owner = Inhaber
role-billing = Abrechnung
role-viewer = Nur Ansicht
only-look =
    Sie können dieses Konto ansehen. Um den Plan zu ändern oder Rechnungen zu sehen, fragen Sie einen Inhaber.

## The account page

account-settings = Kontoeinstellungen
account-unavailable = Wir können Ihr Konto gerade nicht anzeigen. Versuchen Sie es in einer Minute erneut.
not-fetched = Wir haben Ihr Abonnement noch nicht von Stripe erhalten. Das kann einige Minuten dauern.
about-the-portal =
    Ändern Sie Plan, Zahlungsmethode oder Rechnungsdaten in unserem Abrechnungsportal, das Stripe bereitstellt.
manage-subscription = Abonnement verwalten
opening-portal = Portal wird geöffnet …
updating = Ihre letzte Änderung ist noch nicht zu sehen. Diese Seite aktualisiert sich von selbst.
still-late = Ihre letzte Änderung ist noch nicht zu sehen. Das kann einige Minuten dauern.
refresh = Aktualisieren
last-updated = Zuletzt aktualisiert am { $moment }.

subscription = Abonnement
current-plan = Aktueller Plan
free = Kostenlos
your-plan = Ihr Abonnement
# The same within a sentence.
plan-in-sentence = Ihr Abonnement
plan-and-more = { $count ->
        [one] { $plan } und 1 weiteres Produkt
       *[other] { $plan } und { $count } weitere Produkte
    }
status = Status
no-status = k. A.
period-ends = Ende des aktuellen Zeitraums
discount = Rabatt
payment = Zahlung
payment-method = Zahlungsmethode
account-balance = Kontostand
next-invoice = Nächste Rechnung
no-next-invoice = Keine
debts = Offene Rechnungen
invoices = Rechnungen
date = Datum
amount = Betrag
documents = Dokumente
pages-of-invoices = Seiten mit Rechnungen
newer-invoices = Neuere Rechnungen
older-invoices = Ältere Rechnungen
older-in-the-portal = Öffnen Sie das Abrechnungsportal, um ältere Rechnungen zu sehen.

## Badges

badge-incomplete = Zahlung unvollständig
badge-processing = Zahlung in Bearbeitung
badge-expired = Abgelaufen
badge-trial = Testzeitraum
badge-active = Aktiv
badge-past-due = Überfällig
badge-unpaid = Unbezahlt
badge-paused = Pausiert
badge-billing-paused = Abrechnung pausiert
badge-canceled = Gekündigt
badge-cancels = Gekündigt zum { $date }
badge-changes = Änderung zum { $date }
badge-unknown = Unbekannt
invoice-open = Offen
invoice-paid = Bezahlt
invoice-uncollectible = Uneinbringlich
invoice-void = Storniert
invoice-refunded = Erstattet
invoice-credited = Gutgeschrieben
invoice-disputed = Angefochten

## Buttons

view-plans = Pläne ansehen
choose-a-plan = Plan wählen
change-plan = Plan ändern
update-payment-method = Zahlungsmethode aktualisieren
add-payment-method = Zahlungsmethode hinzufügen
cancel-plan = Abonnement kündigen
keep-plan = Kündigung zurücknehmen
resume-plan = Abonnement fortsetzen
pause-plan = Abonnement pausieren
pay-amount = { $amount } jetzt bezahlen
review-change = Änderung prüfen
open-portal = Abrechnungsportal öffnen
action-of-plan = { $action }: { $plan }
view = Ansehen
pdf = PDF
pay = Bezahlen
document-of-invoice = { $document }: Rechnung { $name }
pay-for-change = Änderung bezahlen

## What a plan is and what comes next

no-plan = Sie haben noch kein Abonnement.
customer-deleted = Ihr Abrechnungskonto wurde geschlossen. Ihnen wird nichts mehr berechnet.
customer-missing =
    Wir können Ihr Abrechnungskonto nicht finden. Wenn Sie ein Abonnement hatten, kontaktieren Sie den Support.
trial = Ihr kostenloser Testzeitraum endet am { $date }. Danach berechnen wir Ihnen { $amount }.
trial-of-unknown-amount = Ihr kostenloser Testzeitraum endet am { $date }. Dann beginnt Ihr bezahltes Abonnement.
trial-without-payment-method = Ihr kostenloser Testzeitraum endet am { $date }. Bis dahin wird nichts berechnet.
active = Ihr Abonnement verlängert sich am { $date }. Wir berechnen Ihnen dann { $amount }.
active-by-usage = Ihr Abonnement verlängert sich am { $date }. Ihre bisherige Nutzung kostet { $amount }.
active-of-unknown-amount = Ihr Abonnement verlängert sich am { $date }.
active-without-payment-method =
    Ihr Abonnement verlängert sich am { $date }. Fällig wird dann ein Betrag von { $amount }.
renewing = Ihr Abonnement wird gerade verlängert. Das kann einige Minuten dauern.
canceling =
    Ihr Abonnement ist zum { $date } gekündigt. Sie behalten { $plan } bis dahin. Ihnen wird nichts mehr berechnet.
canceling-trial = Ihr Testzeitraum endet am { $date }. Ihnen wird nichts berechnet.
canceling-after-renewal =
    Ihr Abonnement ist zum { $date } gekündigt. Vorher verlängert es sich: Wir berechnen Ihnen { $amount } am { $next }.
ends-by-schedule =
    Ihr Abonnement endet wie vereinbart am { $date }. Um es zu behalten, kontaktieren Sie den Support.
ends-by-schedule-after-renewal =
    Ihr Abonnement endet wie vereinbart am { $date }. Wir berechnen Ihnen { $amount } am { $next }. Um das Abonnement zu behalten, kontaktieren Sie den Support.
held-by-schedule =
    Dieses Abonnement wurde im Voraus vereinbart. Um es zu ändern oder zu kündigen, kontaktieren Sie den Support.
change-to = Ihr Plan wechselt am { $date } zu { $plan }.
change-of-interval = Ihr Abonnement wird ab dem { $date } { $every } abgerechnet.
change-of-interval-and-amount = Ab dem { $date } berechnen wir Ihnen { $every } { $amount }.
change-of-item = { $from } wechselt am { $date } zu { $plan }.
change-of-quantity = Ihr Abonnement umfasst { $plan } ab dem { $date }.
change-adds = { $plan } wird Ihrem Abonnement am { $date } hinzugefügt.
change-removes = { $name } wird am { $date } aus Ihrem Abonnement entfernt.
change-unknown = Ihr Abonnement ändert sich am { $date }.
nothing-changes-before = Bis dahin ändert sich nichts.
plan-ends = Ihr Abonnement endet am { $date }.
plan-at-price = { $plan } ({ $amount } { $per })
many-of-plan = { $count } × { $plan }

collection-paused = Die Abrechnung ist pausiert. Sie behalten { $plan }, und Ihnen wird nichts berechnet.
collection-paused-until =
    Die Abrechnung ist bis zum { $date } pausiert. Sie behalten { $plan }, und Ihnen wird nichts berechnet.
collection-voided = Die Abrechnung ist pausiert. Ihnen wird nichts berechnet.
collection-voided-until = Die Abrechnung ist bis zum { $date } pausiert. Ihnen wird nichts berechnet.
collection-postponed =
    Die Abrechnung ist pausiert. Sie behalten { $plan }, und Zahlungen werden später eingezogen.
collection-postponed-until =
    Die Abrechnung ist bis zum { $date } pausiert. Sie behalten { $plan }, und Zahlungen werden danach eingezogen.
nothing-new-charged = Die Abrechnung ist pausiert. Es wird nichts Neues berechnet.
nothing-new-charged-until = Die Abrechnung ist bis zum { $date } pausiert. Es wird nichts Neues berechnet.
new-charges-postponed = Die Abrechnung ist pausiert. Neue Zahlungen werden später eingezogen.
new-charges-postponed-until =
    Die Abrechnung ist bis zum { $date } pausiert. Neue Zahlungen werden danach eingezogen.

keep-with-payment-method = Fügen Sie eine Zahlungsmethode hinzu, um { $plan } zu behalten.
payment-failed = Ihre Zahlung ist fehlgeschlagen.
past-due =
    Wir konnten { $amount } nicht abbuchen. Aktualisieren Sie Ihre Zahlungsmethode, um { $plan } zu behalten.
past-due-with-method =
    Wir konnten { $amount } nicht über { $method } abbuchen. Aktualisieren Sie Ihre Zahlungsmethode, um { $plan } zu behalten.
past-due-of-unknown-amount = Aktualisieren Sie Ihre Zahlungsmethode, um { $plan } zu behalten.
try-again-on = Wir versuchen es am { $date } erneut.
invoice-overdue = Ihre Rechnung ist überfällig.
overdue-by-hand = Seit dem { $date } ist ein Betrag von { $amount } fällig. Bezahlen Sie jetzt, um { $plan } zu behalten.
on-hold = Ihr Abonnement ist ausgesetzt.
unpaid =
    Seit dem { $date } ist ein Betrag von { $amount } fällig. Bezahlen Sie jetzt, um { $plan } wieder freizuschalten.
unpaid-of-unknown-amount = Eine Zahlung fehlt. Bezahlen Sie jetzt, um { $plan } wieder freizuschalten.
payment-incomplete = Ihre Zahlung ist nicht abgeschlossen.
incomplete = Schließen Sie die Zahlung von { $amount } ab, um Ihr Abonnement zu starten.
incomplete-until = Schließen Sie die Zahlung von { $amount } bis zum { $moment } ab, um Ihr Abonnement zu starten.
incomplete-of-unknown-amount = Schließen Sie Ihre Zahlung ab, um Ihr Abonnement zu starten.
incomplete-of-unknown-amount-until = Schließen Sie Ihre Zahlung bis zum { $moment } ab, um Ihr Abonnement zu starten.
expired =
    Ihre erste Zahlung wurde nicht rechtzeitig abgeschlossen. Ihr Abonnement hat nicht begonnen, und Ihnen wurde nichts berechnet.
processing = Ihre Zahlung von { $amount } wird bearbeitet. Das kann einige Tage dauern. Sie müssen nichts tun.
still-due = Seit dem { $date } ist ein Betrag von { $amount } fällig.
still-due-after-end = Vom { $date } ist noch ein Betrag von { $amount } offen.
due-later = Am { $date } wird ein Betrag von { $amount } fällig.
sum-of-invoices = { $amount } ({ $count } Rechnungen)
debt-overdue = { $amount }, fällig seit dem { $date }
debt-upcoming = { $amount }, fällig am { $date }
debt-processing = { $amount }, in Bearbeitung
more-debts = Und { $count } weitere unter „Rechnungen“

plan-paused = Ihr Abonnement ist pausiert.
paused-after-trial = Ihr Testzeitraum ist abgelaufen.
paused-on-request = Ihr Abonnement wurde pausiert.
paused-on-request-since = Ihr Abonnement wurde am { $date } pausiert.
paused-after-failure = Eine Zahlung ist fehlgeschlagen.
paused-by-stripe = Ihr Abonnement wurde von Stripe pausiert.
paused-by-stripe-since = Ihr Abonnement wurde am { $date } von Stripe pausiert.
resume-after-trial = Setzen Sie das Abonnement fort, um es weiter zu nutzen. Die Zahlung erfolgt dann noch heute.
resume-after-request =
    Setzen Sie das Abonnement fort, um es sofort zu nutzen. Die Zahlung erfolgt dann noch heute. Wenn Sie ein Ende der Pause gewählt haben, läuft es von selbst weiter.
resume = Setzen Sie das Abonnement fort, um es weiter zu nutzen. Die Zahlung erfolgt dann noch heute.
add-payment-method-to-continue = Fügen Sie eine Zahlungsmethode hinzu, um fortzufahren.
contact-support-to-continue = Kontaktieren Sie den Support, um fortzufahren.
paused-for-payment = Eine Zahlung von { $amount } ist fehlgeschlagen. Bezahlen Sie jetzt, um fortzufahren.

canceled-paid-until = Ihr Abonnement wurde am { $canceled } gekündigt. Es war bis zum { $date } bezahlt.
ended = Ihr Abonnement für { $plan } endete am { $date }.
ended-without-name = Ihr Abonnement endete am { $date }.
ended-without-date = Ihr Abonnement ist beendet.
state-unknown = Öffnen Sie das Abrechnungsportal, um den Status Ihres Abonnements zu sehen.
change-waits = Eine Änderung Ihres Abonnements wartet bis zum { $moment } auf die Zahlung.
change-waits-for = Eine Änderung Ihres Abonnements wartet bis zum { $moment } auf eine Zahlung von { $amount }.
change-being-paid = Eine Änderung Ihres Abonnements gilt, sobald die Zahlung dafür verarbeitet ist.

## What just changed

now-subscribed = Sie haben { $plan } abonniert.
now-on-trial = Ihr Testzeitraum für { $plan } hat begonnen.
now-changed = Ihr Plan ist jetzt { $plan }.
now-updated = Ihr Abonnement wurde aktualisiert.
now-canceled = Ihr Abonnement ist zum { $date } gekündigt.
now-ended = Ihr Abonnement ist beendet.
now-kept = Ihr Abonnement läuft weiter. Die Kündigung ist zurückgenommen.
now-resumed = Ihr Abonnement ist wieder aktiv.
now-paused = Ihr Abonnement ist pausiert.
now-paid = Ihre Zahlung von { $amount } war erfolgreich.
now-paid-with = Ihre Zahlungsmethode ist jetzt { $method }.
now-without-payment-method = Ihre Zahlungsmethode wurde entfernt.

## Prices and amounts

amount-with-tax = { $amount } inkl. { $tax } Steuern
amount-with-adjustments = { $amount } (inkl. { $adjustments } Anpassungen)
amount-so-far = bisher { $amount }
amount-on-date = { $amount } am { $date }
price-per = { $amount } { $per }
price-per-plus-tax = { $amount } { $per } zzgl. Steuern
price-plus-tax = { $amount } zzgl. Steuern
quantity-of-price = { $count } × { $price }
quantity = Menge { $count }
by-usage = Abrechnung nach Nutzung
item-of-plan = { $plan }: { $price }
renews-on = { $price }, verlängert sich am { $date }
and-more-items = { $count ->
        [one] Und 1 weitere Position
       *[other] Und { $count } weitere Positionen
    }
credit = { $amount } Guthaben, wird mit Ihren nächsten Rechnungen verrechnet
debit = { $amount } offen, wird zu Ihrer nächsten Rechnung addiert
amount-refunded = { $amount } erstattet
amount-credited = { $amount } gutgeschrieben
percent = { $number } %
list-of-two = { $one }, { $two }
off = { $off } Rabatt
off-until = { $off } Rabatt bis zum { $date }
off-once = { $off } Rabatt auf Ihre nächste Rechnung
off-product = { $off } Rabatt auf { $plan }
off-product-until = { $off } Rabatt auf { $plan } bis zum { $date }
off-product-once = { $off } Rabatt auf { $plan } bei Ihrer nächsten Rechnung

## How often

per-period =
    { $unit ->
        [day] { $count ->
            [one] pro Tag
           *[other] alle { $count } Tage
        }
        [week] { $count ->
            [one] pro Woche
           *[other] alle { $count } Wochen
        }
        [year] { $count ->
            [one] pro Jahr
           *[other] alle { $count } Jahre
        }
       *[month] { $count ->
            [one] pro Monat
           *[other] alle { $count } Monate
        }
    }
every-period =
    { $unit ->
        [day] { $count ->
            [one] jeden Tag
           *[other] alle { $count } Tage
        }
        [week] { $count ->
            [one] jede Woche
           *[other] alle { $count } Wochen
        }
        [year] { $count ->
            [one] jedes Jahr
           *[other] alle { $count } Jahre
        }
       *[month] { $count ->
            [one] jeden Monat
           *[other] alle { $count } Monate
        }
    }
interval =
    { $unit ->
        [day] { $count ->
            [one] Täglich
           *[other] Alle { $count } Tage
        }
        [week] { $count ->
            [one] Wöchentlich
           *[other] Alle { $count } Wochen
        }
        [year] { $count ->
            [one] Jährlich
           *[other] Alle { $count } Jahre
        }
       *[month] { $count ->
            [one] Monatlich
           *[other] Alle { $count } Monate
        }
    }

## Payment methods

none-on-file = Keine
on-file = Hinterlegt
card = Karte
korean-card = Koreanische Karte
bank-account = Bankkonto
bank-transfer = Banküberweisung
pre-authorized-debit = Vorautorisierte Lastschrift
method-with-digits = { $method } •••• { $digits }
method-of = { $method } ({ $detail })
card-expires = Gültig bis { $month }
card-expires-soon = Ihre Karte läuft im { $month } ab. Aktualisieren Sie sie, damit keine Zahlung fehlschlägt.
card-expired = Ihre Karte ist im { $month } abgelaufen. Aktualisieren Sie sie, damit keine Zahlung fehlschlägt.

## Pricing

choose-plan-heading = Plan wählen
no-offers = Zurzeit sind keine Pläne verfügbar. Wenn Sie einen Plan haben, ändert sich für Sie nichts.
offers-unavailable = Wir können die Pläne gerade nicht anzeigen. Versuchen Sie es in einer Minute erneut.
billing-period = Abrechnungszeitraum
currency-navigation = Währung
this-is-your-plan = Aktueller Plan
choose-offer = { $plan } wählen
switch-to-offer = Zu { $plan } wechseln
switch-to-interval =
    { $unit ->
        [day] Auf täglich umstellen
        [week] Auf wöchentlich umstellen
        [year] Auf jährlich umstellen
       *[month] Auf monatlich umstellen
    }
trial-then = { $count ->
        [one] 1 Tag kostenlos, dann { $price }
       *[other] { $count } Tage kostenlos, dann { $price }
    }
per-seat = pro Lizenz / { $unit ->
        [day] { $count ->
            [one] Tag
           *[other] { $count } Tage
        }
        [week] { $count ->
            [one] Woche
           *[other] { $count } Wochen
        }
        [year] { $count ->
            [one] Jahr
           *[other] { $count } Jahre
        }
       *[month] { $count ->
            [one] Monat
           *[other] { $count } Monate
        }
    }
per-unit-of-usage = pro { $name }, { $every } abgerechnet
a-month-when-billed-yearly = { $amount } pro Monat, jährlich abgerechnet
save-amount = { $amount } sparen
compare-plans = Pläne vergleichen
feature = Funktion
included = Enthalten
not-included = Nicht enthalten
nothing-in-currency =
    Ihre Abrechnung erfolgt in { $currency }, und keiner unserer Pläne wird darin verkauft. Kontaktieren Sie den Support.
offers-while-unpaid = Bezahlen Sie offene Beträge, bevor Sie den Plan ändern.
offers-while-incomplete = Schließen Sie Ihre erste Zahlung ab, bevor Sie den Plan ändern.
offers-while-paused = Setzen Sie Ihr Abonnement fort, bevor Sie den Plan ändern.
offers-while-canceling = Nehmen Sie die Kündigung zurück, bevor Sie den Plan ändern.
offers-while-scheduled =
    Ihr Plan ändert sich bereits am { $date }. Prüfen Sie diese Änderung, bevor Sie eine weitere vornehmen.
offers-while-several = Sie haben mehrere Abonnements. Wählen Sie auf der Kontoseite, welches Sie ändern möchten.
offers-while-fixed = Dieser Plan kann hier nicht geändert werden. Kontaktieren Sie den Support.
go-to-account = Zum Konto

## What went wrong

sign-in-first = Melden Sie sich zuerst an.
form-incomplete = Füllen Sie alle Felder aus.
email-invalid = Geben Sie eine E-Mail-Adresse ein, wie name@example.com.
email-taken = Mit dieser E-Mail-Adresse gibt es bereits ein Konto. Melden Sie sich stattdessen an.
password-missing = Geben Sie Ihr Passwort ein.
password-too-short = Wählen Sie ein Passwort mit mindestens 8 Zeichen.
password-too-long = Wählen Sie ein Passwort mit höchstens 256 Zeichen.
password-too-common = Dieses Passwort ist leicht zu erraten. Gut sind drei oder vier Wörter ohne Zusammenhang.
wrong-credentials = E-Mail-Adresse oder Passwort ist falsch.
account-disabled =
    Dieses Konto ist geschlossen. Wenn Sie das für einen Irrtum halten, kontaktieren Sie den Support.
wrong-current-password = Das ist nicht Ihr aktuelles Passwort.
too-many-attempts = Zu viele Versuche. Warten Sie eine Minute und versuchen Sie es erneut.
signing-in-busy = Bei uns ist gerade sehr viel los. Versuchen Sie es gleich noch einmal.
try-again-soon = Bei uns ist ein Fehler aufgetreten. Versuchen Sie es gleich noch einmal.
role-forbids = Ihre Rolle lässt das nicht zu. Fragen Sie einen Inhaber dieses Kontos.
no-billing-account = Sie haben noch kein Abrechnungskonto. Wählen Sie zuerst einen Plan.
link-expired = Dieser Link ist abgelaufen. Verwenden Sie die Schaltflächen unten.
not-configured = Die Abrechnung ist noch nicht eingerichtet. Kontaktieren Sie den Support.
portal-unavailable = Wir erreichen das Abrechnungsportal gerade nicht. Versuchen Sie es in einer Minute erneut.
portal-failed =
    Wir konnten das Abrechnungsportal nicht öffnen. Wenn das wieder passiert, kontaktieren Sie den Support.
too-many-clicks =
    Zu viele Anfragen. Es wurde nichts geändert. Warten Sie einige Sekunden und versuchen Sie es erneut.
not-offered = Dieser Plan wird nicht mehr angeboten. Wählen Sie einen anderen Plan.
other-currency = Dieser Plan wird nicht in Ihrer Abrechnungswährung verkauft. Wählen Sie einen anderen Plan.
begins-later =
    Sie haben bereits ein Abonnement, das später beginnt. Um ein weiteres hinzuzufügen, kontaktieren Sie den Support.
checkout-unavailable =
    Wir erreichen die Bezahlseite gerade nicht. Ihnen wurde nichts berechnet. Versuchen Sie es in einer Minute erneut.
checkout-failed =
    Wir konnten die Bezahlseite nicht öffnen. Ihnen wurde nichts berechnet. Wenn das wieder passiert, kontaktieren Sie den Support.
nothing-to-do = Ihr Abonnement ist bereits auf dem neuesten Stand.
plan-not-updated =
    Wir konnten Ihr Abonnement nicht aktualisieren. Öffnen Sie das Abrechnungsportal, um zu sehen, was fehlt.
payment-still-failed =
    Ihre Zahlung ist fehlgeschlagen, daher ist Ihr Abonnement noch pausiert. Bezahlen Sie offene Beträge oder aktualisieren Sie Ihre Zahlungsmethode.
outcome-unknown =
    Stripe hat nicht rechtzeitig geantwortet. Ihr Abonnement hat sich vielleicht geändert: Sehen Sie in einer Minute nach.
only-owners-change-members =
    Nur Inhaber können die Mitglieder dieses Kontos ändern. Es wurde nichts geändert.
not-your-account = Sie gehören nicht zu diesem Konto. Wählen Sie ein anderes.
no-such-member = Diese Person ist kein Mitglied mehr.
last-owner = Ein Konto braucht einen Inhaber. Machen Sie zuerst eine andere Person zum Inhaber.
unknown-role = Wählen Sie „Inhaber“, „Abrechnung“ oder „Nur Ansicht“.

## Mails
# The subject says the fact. $site is the company's name.

mail-plain-address = Oder öffnen Sie diese Adresse:
mail-not-you = Wenn Sie das nicht waren, können Sie diese E-Mail ignorieren. Es wurde nichts geändert.
mail-sign-up = Bestätigen Sie Ihre E-Mail-Adresse für { $site }
mail-sign-up-text = Klicken Sie auf die Schaltfläche, um Ihr Konto zu erstellen.
mail-works-a-day = Der Link funktioniert nur einmal und ist einen Tag lang gültig.
mail-create-account = Konto erstellen
mail-registered = Sie haben bereits ein Konto bei { $site }
mail-registered-text = Jemand wollte sich mit Ihrer E-Mail-Adresse registrieren.
mail-registered-do =
    Sie haben bereits ein Konto: Melden Sie sich an, oder wählen Sie ein neues Passwort, wenn Sie Ihres vergessen haben.
mail-verify = Bestätigen Sie diese E-Mail-Adresse für { $site }
mail-verify-text = Klicken Sie auf die Schaltfläche, um diese E-Mail-Adresse für Ihr Konto zu verwenden.
mail-confirm-email = E-Mail-Adresse bestätigen
mail-reset = Wählen Sie ein neues Passwort für { $site }
mail-reset-text = Jemand hat ein neues Passwort für Ihr Konto angefordert.
mail-works-an-hour = Der Link funktioniert nur einmal und ist eine Stunde lang gültig.
mail-choose-password = Neues Passwort wählen
mail-no-account = Sie haben kein Konto bei { $site }
mail-no-account-text = Jemand hat ein neues Passwort angefordert, aber zu dieser E-Mail-Adresse gibt es kein Konto.
mail-no-account-do =
    Vielleicht haben Sie sich mit einer anderen Adresse registriert. Sie können auch ein Konto erstellen.
mail-password-changed = Ihr Passwort für { $site } wurde geändert
mail-password-changed-text = Es wurde am { $moment } geändert. Ihre anderen Sitzungen wurden beendet.
mail-password-changed-do = Wenn Sie das nicht waren, wählen Sie jetzt ein neues Passwort.
mail-address-changed = Ihre E-Mail-Adresse für { $site } wurde geändert
mail-address-changed-text = Ihr Konto verwendet seit dem { $moment } eine andere E-Mail-Adresse.
mail-address-changed-do = Wenn Sie das nicht waren, kontaktieren Sie umgehend den Support.
mail-sign-in = Ihr Anmeldelink für { $site }
mail-sign-in-text =
    Klicken Sie auf die Schaltfläche, um sich anzumelden, oder geben Sie diesen Code dort ein, wo Sie ihn angefordert haben.
mail-works-ten-minutes =
    Link und Code funktionieren nur einmal und sind zehn Minuten lang gültig. Verraten Sie den Code niemandem.
mail-invitation = Sie sind zu einem Konto bei { $site } eingeladen
mail-invitation-into = Sie sind zu { $name } bei { $site } eingeladen
mail-invitation-text = { $email } lädt Sie ein, das Konto gemeinsam zu nutzen. Ihre Rolle: { $role }.
mail-works-a-week = Die Einladung ist sieben Tage lang gültig.
mail-see-invitation = Einladung ansehen
mail-new-device = Neue Anmeldung in Ihrem Konto bei { $site }
mail-new-device-text = Jemand hat sich am { $moment } mit { $device } im Netzwerk { $network } angemeldet.
mail-new-device-do = Wenn Sie das nicht waren, beenden Sie diese Sitzung und ändern Sie Ihr Passwort.
mail-check-sessions = Sitzungen prüfen

## Signing in by mail, and getting back in

forgot-password = Passwort vergessen?
reset-text =
    Geben Sie Ihre E-Mail-Adresse ein. Wir senden Ihnen einen Link, mit dem Sie ein neues Passwort wählen können.
send-link = Link senden
back-to-sign-in = Zurück zur Anmeldung
look-into-mail = Sehen Sie in Ihrem Posteingang nach. Wenn diese Adresse hier verwendet werden kann, ist eine Nachricht unterwegs.
shown-mail = E-Mail anzeigen (dieser Server versendet keine)
sign-in-by-email = Per E-Mail anmelden
sign-in-by-email-text = Wir senden Ihnen einen Link und einen Code. Sie brauchen kein Passwort.
enter-code = Code eingeben
code = Code
code-text = Öffnen Sie den Link in der E-Mail, oder geben Sie hier den sechsstelligen Code aus der E-Mail ein.
ask-again = Neue E-Mail anfordern
code-wrong =
    Dieser Code ist falsch oder abgelaufen. Sehen Sie in der neuesten E-Mail nach, oder fordern Sie eine weitere an.
mail-link-closed = Dieser Link wurde bereits verwendet oder ist zu alt. Fordern Sie einen neuen an.
sign-up-confirm = Erstellen Sie ein Konto für { $email }.
password-not-chosen = Das ist nicht das Passwort, das Sie gewählt haben.
password-you-chose = Das Passwort, das Sie bei der Registrierung gewählt haben
reset-confirm = Für { $email }. Ihre anderen Sitzungen werden beendet.
save-password = Passwort speichern
address-confirm = Verwenden Sie { $email } für Ihr Konto.
sign-in-confirm = Melden Sie sich als { $email } an.

## Your email

email-unchanged = Diese E-Mail-Adresse verwenden Sie bereits.
email-verified = bestätigt
email-not-verified = noch nicht bestätigt
verify-email = Bestätigungs-E-Mail senden
email-confirmed = Ihre E-Mail-Adresse ist bestätigt.
change-email = E-Mail-Adresse ändern

## Invitations

invite-members = Personen einladen
role = Rolle
send-invitation = Einladung senden
open-invitations = Noch nicht angenommen:
withdraw-invitation = Zurückziehen
withdraw-invitation-to = Einladung an { $email } zurückziehen
invitation-title = Sie sind eingeladen
invitation-text = { $email } lädt Sie zu { $name } ein. Ihre Rolle: { $role }.
invitation-sign-in = Melden Sie sich als { $email } an, um die Einladung anzunehmen.
invitation-other = Die Einladung ist für { $email }. Sie sind als { $other } angemeldet: Melden Sie sich zuerst ab.
accept-invitation = Einladung annehmen
too-many-invitations = Zu viele Einladungen. Warten Sie eine Weile und versuchen Sie es erneut.
not-invited = Die Einladung ist für eine andere E-Mail-Adresse. Melden Sie sich mit dieser Adresse an.

## Sign-in and security, and deleting an account

security = Anmeldung und Sicherheit
back-to-security = Zurück zu Anmeldung und Sicherheit
sessions = Wo Sie angemeldet sind
this-session = Dieser Browser
# Such as "Firefox on Linux".
device = { $browser } unter { $system }
unknown-device = Unbekanntes Gerät
session-last-used = Zuletzt verwendet: { $moment }
session-network = Angemeldet aus { $network }
session-network-unknown = Angemeldet aus einem unbekannten Netz
end-session-of = { $device } abmelden, zuletzt verwendet: { $moment }
end-other-sessions = Überall sonst abmelden
session-ended = Dieser Browser ist jetzt abgemeldet.
other-sessions-ended = Sie sind überall sonst abgemeldet.
delete-account = Konto löschen
deletion-lead = Das lässt sich nicht rückgängig machen. Das geschieht:
deletion-of-plans = Ihre Abonnements werden sofort gekündigt. Für die restliche Zeit erhalten Sie kein Geld zurück.
deletion-of-data =
    Dieses Konto, der Zugang seiner Mitglieder und unsere Kopie Ihrer Abrechnungsdaten werden gelöscht.
deletion-of-invoices =
    Rechnungen und Zahlungen bleiben bei Stripe, weil sie gesetzlich aufbewahrt werden müssen.
deletion-confirmation = Ich möchte meine Abonnements kündigen und dieses Konto löschen.
other-owners-first =
    Dieses Konto hat weitere Inhaber. Entfernen Sie sie zuerst, oder ändern Sie ihre Rollen.
only-owners-delete = Nur Inhaber können dieses Konto löschen. Es wurde nichts geändert.
deletion-not-confirmed = Setzen Sie das Häkchen, um Ihr Konto zu löschen.
deletion-still-open =
    Wir konnten bei Stripe nicht alles kündigen. Ihr Konto wurde deshalb nicht gelöscht. Sie können es gefahrlos erneut
    versuchen.
deletion-unavailable =
    Bei uns ist etwas schiefgegangen. Ihr Konto wurde deshalb nicht gelöscht. Sie können es gefahrlos erneut versuchen.
account-deleted = Ihr Konto wurde gelöscht.

## Signing in at the company’s identity provider

continue-with = Weiter mit { $name }
provider-denied = Sie haben sich nicht angemeldet. Versuchen Sie es erneut, wenn Sie bereit sind.
provider-unreachable =
    Wir erreichen den Anmeldedienst nicht. Versuchen Sie es in ein paar Minuten erneut.
provider-stale =
    Diese Anmeldung ist abgelaufen oder wurde in einem anderen Browser begonnen. Versuchen Sie es erneut.
provider-no-email =
    Wir brauchen Ihre E-Mail-Adresse, und der Anmeldedienst hat sie uns nicht mitgeteilt. Kontaktieren Sie den Support.
provider-unusable =
    Wir konnten die Antwort des Anmeldedienstes nicht verwenden. Versuchen Sie es erneut. Wenn das wieder passiert, kontaktieren Sie den Support.

## More about mails and addresses

mail-password-removed = Ihr Passwort für { $site } wurde entfernt
mail-password-removed-text = Sie haben sich per E-Mail angemeldet und damit gezeigt, dass diese Adresse Ihnen gehört. Das hatte zuvor niemand gezeigt: Jemand anderes könnte das Passwort gewählt haben.
mail-password-removed-do = Sie können ein neues wählen.
unknown-network = einem unbekannten Netzwerk
confirm-email-first = Bestätigen Sie zuerst Ihre eigene E-Mail-Adresse unter „Anmeldung und Sicherheit“. Danach können Sie Personen einladen.
sign-in-again = Dafür müssen Sie sich erneut anmelden: Melden Sie sich ab und wieder an.
new-email = Neue E-Mail-Adresse

## What the account may use

whats-included = Das ist enthalten
feature-up-to = { $feature }: bis zu { $limit }
until-date = Bis { $date }
included-until = Enthalten bis { $date }.
included-until-payment = Enthalten bis { $date }, und darüber hinaus, sobald Ihre Zahlung eingeht.
not-available-now = Derzeit nicht verfügbar
available-once-paid = Verfügbar, sobald Ihre Zahlung eingeht.
available-once-active = Verfügbar, sobald Ihr Abonnement wieder aktiv ist.
available-once-billed = Wieder verfügbar, sobald die Abrechnung weiterläuft.
available-after-trial = Verfügbar nach Ihrem kostenlosen Testzeitraum.
and-more-features = { $count ->
        [one] Und 1 weitere Funktion
       *[other] Und { $count } weitere Funktionen
    }
