# French. A message has the same name and the same variables in every language; a test compares them.
#
# $plan, $name and $method are names, $amount is money with its currency, $date a day, $moment a minute with its time
# zone, $site the company's name. $per, $every and $adverb are one of the messages under "How often", and $count is a
# number.

## This language

language-name = Français
# "everybody", or "demo" for a language that only the demo offers.
offered-to = everybody

## Every page

skip-to-content = Aller au contenu
site-navigation = Site
footer-navigation = À propos de ce site
language-navigation = Langue
home-page = Accueil
pricing = Tarifs
account = Compte
sign-in = Se connecter
sign-up = Créer un compte
sign-out = Se déconnecter
sign-out-failed = La déconnexion a échoué. Réessayez.
error-title = Erreur : { $page }
back-to = Retour à { $name }
support = Assistance
contact-support = Contacter l’assistance
support-subject = Aide pour mon compte (référence { $reference })
support-subject-plain = Aide pour mon compte
reference = Référence : { $reference }
terms = Conditions d’utilisation
privacy = Confidentialité
pages = Pages
previous-page = Page précédente
next-page = Page suivante
page-of = Page { $number } sur { $count }
demo = Démo
demo-text = Démo : Stripe est simulé sur cette machine. Rien n’est prélevé.

## The start page

home-heading = Votre abonnement, entre vos mains
home-lead = Gérez votre abonnement, votre moyen de paiement et vos factures.
home-account = Accéder à votre compte

## Pages that cannot be shown

not-found = Page introuvable
not-found-text = L’adresse est peut-être erronée, ou la page a été déplacée.
to-start-page = Aller à la page d’accueil
error-unreadable = Nous n’avons pas pu lire cette demande
error-unreadable-text = Rien n’a été modifié. Revenez en arrière et réessayez.
error-cross-site = Nous n’avons pas pu vérifier cette demande
error-cross-site-text = Elle ne vient pas de ce site, donc rien n’a été modifié. Revenez en arrière et réessayez.
error-gone = Ce document n’est plus disponible
error-gone-text = Stripe ne l’a plus. Ouvrez le portail de facturation pour voir toutes vos factures.
error-too-many = Trop de demandes
error-too-many-text = Rien n’a été modifié. Patientez quelques secondes et réessayez.
error-unavailable = Nous sommes temporairement indisponibles
error-unavailable-text = Rien n’a été modifié. Réessayez dans une minute.
error-late = L’opération a pris trop de temps
error-late-text = Vérifiez votre compte avant de réessayer.
error-other = Une erreur s’est produite de notre côté
error-other-text = Vérifiez votre compte avant de réessayer.

## Signing in and up

email = Adresse e-mail
password = Mot de passe
new-password = Nouveau mot de passe
current-password = Mot de passe actuel
password-hint = Au moins 8 caractères. Quelques mots sans lien entre eux sont faciles à retenir et difficiles à deviner.
no-account-yet = Pas encore de compte ?
have-an-account = Vous avez déjà un compte ?
demo-sign-in = Dans cette démo, connectez-vous avec { $email } et le mot de passe { $password }.
no-passwords =
    Vous n’avez pas besoin de mot de passe ici. Connectez-vous à notre produit, puis ouvrez la facturation depuis celui-ci.
change-password = Changer le mot de passe
password-changed = Votre mot de passe a été changé. Toutes vos autres sessions ont été fermées.
continue-title = Continuer vers la facturation
continue-text = Continuez pour ouvrir votre compte.
continue = Continuer
continue-question = Votre session est ouverte avec { $email }. Continuer avec { $other } ?
continue-as = Continuer avec { $other }
stay-signed-in = Garder la session ouverte avec { $email }
link-closed = Ce lien a expiré
link-closed-text =
    Il ne fonctionne qu’une fois et expire rapidement. Revenez à la page d’origine et ouvrez-le à nouveau.

## Accounts and their members

signed-in-as = Session ouverte avec { $email }
switch-account = Changer de compte
choose-account = Choisir un compte
no-account = Vous n’êtes plus membre d’aucun compte. Adressez-vous à un propriétaire du compte.
account-without-name = Compte …{ $ending }
back-to-account = Retour à votre compte
members = Membres
only-owners = Seul un propriétaire peut modifier les membres de ce compte.
change-role = Changer le rôle
remove = Retirer
role-of = Rôle pour { $email }
remove-member = Retirer { $email }
role-owner = Propriétaire
role-billing = Facturation
role-viewer = Consultation
only-look = Vous pouvez consulter ce compte. Pour changer d’offre ou voir les factures, adressez-vous à un propriétaire.

## The account page

account-settings = Paramètres du compte
account-unavailable = Nous ne pouvons pas afficher votre compte pour le moment. Réessayez dans une minute.
not-fetched = Nous n’avons pas encore reçu votre abonnement de Stripe. Cela peut prendre quelques minutes.
about-the-portal =
    Modifiez votre offre, votre moyen de paiement ou vos coordonnées de facturation dans notre portail de facturation, hébergé par Stripe.
manage-subscription = Gérer l’abonnement
opening-portal = Ouverture du portail…
updating = Votre dernière modification n’apparaît pas encore. Cette page se met à jour toute seule.
still-late = Votre dernière modification n’apparaît pas encore. Cela peut prendre quelques minutes.
refresh = Actualiser
last-updated = Dernière mise à jour : { $moment }.

subscription = Abonnement
current-plan = Offre actuelle
free = Gratuit
your-plan = Votre offre
# The same within a sentence.
plan-in-sentence = votre abonnement
plan-and-more = { $plan } et { $count ->
        [one] { $count } autre
       *[other] { $count } autres
    }
status = Statut
no-status = Sans objet
period-ends = Fin de la période en cours
discount = Réduction
payment = Paiement
payment-method = Moyen de paiement
account-balance = Solde du compte
next-invoice = Prochaine facture
no-next-invoice = Aucune
debts = Factures à payer
invoices = Factures
date = Date
amount = Montant
documents = Documents
pages-of-invoices = Pages de factures
newer-invoices = Factures plus récentes
older-invoices = Factures plus anciennes
older-in-the-portal = Ouvrez le portail de facturation pour voir les factures plus anciennes.

## Badges

badge-incomplete = Paiement incomplet
badge-processing = Paiement en cours
badge-expired = Expiré
badge-trial = Essai
badge-active = Actif
badge-past-due = En retard
badge-unpaid = Impayé
badge-paused = En pause
badge-billing-paused = Facturation en pause
badge-canceled = Annulé
badge-cancels = Se termine le { $date }
badge-changes = Change le { $date }
badge-unknown = Inconnu
invoice-open = Ouverte
invoice-paid = Payée
invoice-uncollectible = Irrécouvrable
invoice-void = Annulée
invoice-refunded = Remboursée
invoice-credited = Créditée
invoice-disputed = Contestée

## Buttons

view-plans = Voir les offres
choose-a-plan = Choisir une offre
change-plan = Changer d’offre
update-payment-method = Mettre à jour le moyen de paiement
add-payment-method = Ajouter un moyen de paiement
cancel-plan = Annuler l’abonnement
keep-plan = Conserver l’abonnement
resume-plan = Reprendre l’abonnement
pause-plan = Mettre l’abonnement en pause
pay-amount = Payer { $amount } maintenant
review-change = Vérifier le changement
open-portal = Ouvrir le portail de facturation
action-of-plan = { $action } : { $plan }
view = Voir
pdf = PDF
pay = Payer
document-of-invoice = { $document } : facture { $name }
pay-for-change = Payer le changement

## What a plan is and what comes next

no-plan = Vous n’avez pas encore d’abonnement.
customer-deleted = Votre compte de facturation a été fermé. Plus rien ne sera prélevé.
customer-missing = Votre compte de facturation est introuvable. Si vous aviez un abonnement, contactez l’assistance.
trial = Votre essai gratuit se termine le { $date }. Nous prélèverons ensuite { $amount }.
trial-of-unknown-amount = Votre essai gratuit se termine le { $date }. Votre abonnement payant commencera alors.
trial-without-payment-method = Votre essai gratuit se termine le { $date }. Rien ne sera prélevé avant cette date.
active = Votre abonnement se renouvelle le { $date }. Nous prélèverons { $amount }.
active-by-usage = Votre abonnement se renouvelle le { $date }. Votre consommation à ce jour s’élève à { $amount }.
active-of-unknown-amount = Votre abonnement se renouvelle le { $date }.
active-without-payment-method = Votre abonnement se renouvelle le { $date }. Vous devrez alors payer { $amount }.
renewing = Votre abonnement est en cours de renouvellement. Cela peut prendre quelques minutes.
canceling =
    Votre abonnement est annulé et se termine le { $date }. Vous conservez { $plan } jusque-là, et plus rien ne sera prélevé.
canceling-trial = Votre essai se termine le { $date }. Rien ne sera prélevé.
canceling-after-renewal =
    Votre abonnement est annulé et se termine le { $date }. Il se renouvelle avant : le { $next }, nous prélèverons { $amount }.
ends-by-schedule = Votre abonnement se termine le { $date }, comme convenu. Pour le conserver, contactez l’assistance.
ends-by-schedule-after-renewal =
    Votre abonnement se termine le { $date }, comme convenu. Le { $next }, nous prélèverons { $amount }. Pour conserver l’abonnement, contactez l’assistance.
held-by-schedule = Cet abonnement a été convenu à l’avance. Pour le modifier ou l’annuler, contactez l’assistance.
change-to = Votre abonnement passe à { $plan } le { $date }.
change-of-interval = Votre abonnement sera facturé { $every } à partir du { $date }.
change-of-interval-and-amount = À partir du { $date }, nous prélèverons { $amount } { $every }.
change-of-item = { $plan } remplace { $from } le { $date }.
change-of-quantity = Votre abonnement comprend { $plan } à partir du { $date }.
change-adds = { $plan } s’ajoute à votre abonnement le { $date }.
change-removes = Votre abonnement ne comprend plus { $name } à partir du { $date }.
change-unknown = Votre abonnement change le { $date }.
nothing-changes-before = Rien ne change avant cette date.
plan-ends = Votre abonnement se termine le { $date }.
plan-at-price = { $plan } ({ $amount } { $per })
many-of-plan = { $count } × { $plan }

collection-paused = La facturation est en pause. Vous conservez { $plan } et rien ne sera prélevé.
collection-paused-until =
    La facturation est en pause jusqu’au { $date }. Vous conservez { $plan } et rien ne sera prélevé.
collection-voided = La facturation est en pause. Rien ne sera prélevé.
collection-voided-until = La facturation est en pause jusqu’au { $date }. Rien ne sera prélevé.
collection-postponed =
    La facturation est en pause. Vous conservez { $plan }, et les paiements seront prélevés plus tard.
collection-postponed-until =
    La facturation est en pause jusqu’au { $date }. Vous conservez { $plan }, et les paiements seront prélevés ensuite.
nothing-new-charged = La facturation est en pause. Rien de nouveau ne sera prélevé.
nothing-new-charged-until = La facturation est en pause jusqu’au { $date }. Rien de nouveau ne sera prélevé.
new-charges-postponed = La facturation est en pause. Les nouveaux paiements seront prélevés plus tard.
new-charges-postponed-until =
    La facturation est en pause jusqu’au { $date }. Les nouveaux paiements seront prélevés ensuite.

keep-with-payment-method = Ajoutez un moyen de paiement pour conserver { $plan }.
payment-failed = Votre paiement a échoué.
past-due = Nous n’avons pas pu prélever { $amount }. Mettez à jour votre moyen de paiement pour conserver { $plan }.
past-due-with-method =
    Nous n’avons pas pu prélever { $amount } sur { $method }. Mettez à jour votre moyen de paiement pour conserver { $plan }.
past-due-of-unknown-amount = Mettez à jour votre moyen de paiement pour conserver { $plan }.
try-again-on = Nous réessaierons le { $date }.
invoice-overdue = Le paiement de votre facture est en retard.
overdue-by-hand = Un montant de { $amount } est dû depuis le { $date }. Payez maintenant pour conserver { $plan }.
on-hold = Votre abonnement est suspendu.
unpaid = Un montant de { $amount } est dû depuis le { $date }. Payez maintenant pour rétablir { $plan }.
unpaid-of-unknown-amount = Un paiement est manquant. Payez maintenant pour rétablir { $plan }.
payment-incomplete = Votre paiement est incomplet.
incomplete = Finalisez votre paiement de { $amount } pour démarrer votre abonnement.
incomplete-until = Finalisez votre paiement de { $amount } avant le { $moment } pour démarrer votre abonnement.
incomplete-of-unknown-amount = Finalisez votre paiement pour démarrer votre abonnement.
incomplete-of-unknown-amount-until = Finalisez votre paiement avant le { $moment } pour démarrer votre abonnement.
expired =
    Votre premier paiement n’a pas été finalisé à temps, donc votre abonnement n’a pas démarré. Rien n’a été prélevé.
processing =
    Votre paiement de { $amount } est en cours de traitement. Cela peut prendre quelques jours. Vous n’avez rien à faire.
still-due = Un montant de { $amount } est dû depuis le { $date }.
still-due-after-end = Un montant de { $amount }, dû depuis le { $date }, reste à payer.
due-later = Un montant de { $amount } est à payer le { $date }.
sum-of-invoices = { $amount } ({ $count ->
        [one] { $count } facture
       *[other] { $count } factures
    })
debt-overdue = { $amount }, à payer depuis le { $date }
debt-upcoming = { $amount }, à payer le { $date }
debt-processing = { $amount }, en cours de traitement
more-debts = { $count ->
        [one] Et { $count } autre, dans la section Factures
       *[other] Et { $count } autres, dans la section Factures
    }

plan-paused = Votre abonnement est en pause.
paused-after-trial = Votre essai gratuit est terminé.
paused-on-request = Votre abonnement a été mis en pause.
paused-on-request-since = Votre abonnement a été mis en pause le { $date }.
paused-after-failure = Un paiement a échoué.
paused-by-stripe = Votre abonnement a été mis en pause par Stripe.
paused-by-stripe-since = Votre abonnement a été mis en pause par Stripe le { $date }.
resume-after-trial = Reprenez l’abonnement pour continuer. Le paiement sera prélevé aujourd’hui.
resume-after-request =
    Reprenez l’abonnement pour continuer dès maintenant. Le paiement sera prélevé aujourd’hui. Si vous avez choisi une date de fin de pause, l’abonnement reprendra tout seul.
resume = Reprenez l’abonnement pour continuer. Le paiement sera prélevé aujourd’hui.
add-payment-method-to-continue = Ajoutez un moyen de paiement pour continuer.
contact-support-to-continue = Contactez l’assistance pour continuer.
paused-for-payment = Un paiement de { $amount } a échoué. Payez maintenant pour continuer.

canceled-paid-until = Votre abonnement a été annulé le { $canceled }. Il était payé jusqu’au { $date }.
ended = Votre abonnement { $plan } s’est terminé le { $date }.
ended-without-name = Votre abonnement s’est terminé le { $date }.
ended-without-date = Votre abonnement est terminé.
state-unknown = Ouvrez le portail de facturation pour voir le statut de votre abonnement.
change-waits = Un changement de votre abonnement attend son paiement jusqu’au { $moment }.
change-waits-for = Un changement de votre abonnement attend un paiement de { $amount } jusqu’au { $moment }.
change-being-paid = Un changement de votre abonnement prendra effet une fois son paiement traité.

## What just changed

now-subscribed = Votre abonnement { $plan } a commencé.
now-on-trial = Votre essai { $plan } a commencé.
now-changed = Votre abonnement est passé à { $plan }.
now-updated = Votre abonnement a été mis à jour.
now-canceled = Votre abonnement est annulé et se termine le { $date }.
now-ended = Votre abonnement est annulé.
now-kept = Votre abonnement continue. Il n’est plus annulé.
now-resumed = Votre abonnement est de nouveau actif.
now-paused = Votre abonnement est en pause.
now-paid = Votre paiement de { $amount } a été effectué.
now-paid-with = Votre moyen de paiement est maintenant { $method }.
now-without-payment-method = Votre moyen de paiement a été supprimé.

## Prices and amounts

amount-with-tax = { $amount } (dont { $tax } de taxes)
amount-with-adjustments = { $amount }, ajustements de { $adjustments } compris
amount-so-far = { $amount } à ce jour
amount-on-date = { $amount }, le { $date }
price-per = { $amount } { $per }
price-per-plus-tax = { $amount } { $per } hors taxes
price-plus-tax = { $amount } hors taxes
quantity-of-price = { $count } × { $price }
quantity = Quantité { $count }
by-usage = Facturation à l’usage
item-of-plan = { $plan } : { $price }
renews-on = { $price }, renouvellement le { $date }
and-more-items = { $count ->
        [one] Et { $count } autre
       *[other] Et { $count } autres
    }
credit = Crédit de { $amount }, déduit de vos prochaines factures
debit = Solde dû de { $amount }, ajouté à votre prochaine facture
amount-refunded = { $amount } de remboursement
amount-credited = { $amount } d’avoir
percent = { $number } %
list-of-two = { $one }, { $two }
off = { $off } de réduction
off-until = { $off } de réduction jusqu’au { $date }
off-once = { $off } de réduction sur votre prochaine facture
off-product = { $off } de réduction sur { $plan }
off-product-until = { $off } de réduction sur { $plan } jusqu’au { $date }
off-product-once = { $off } de réduction sur { $plan }, pour votre prochaine facture

## How often

per-period =
    { $unit ->
        [day] { $count ->
            [one] par jour
           *[other] tous les { $count } jours
        }
        [week] { $count ->
            [one] par semaine
           *[other] toutes les { $count } semaines
        }
        [year] { $count ->
            [one] par an
           *[other] tous les { $count } ans
        }
       *[month] { $count ->
            [one] par mois
           *[other] tous les { $count } mois
        }
    }
every-period =
    { $unit ->
        [day] { $count ->
            [one] tous les jours
           *[other] tous les { $count } jours
        }
        [week] { $count ->
            [one] toutes les semaines
           *[other] toutes les { $count } semaines
        }
        [year] { $count ->
            [one] tous les ans
           *[other] tous les { $count } ans
        }
       *[month] { $count ->
            [one] tous les mois
           *[other] tous les { $count } mois
        }
    }
interval =
    { $unit ->
        [day] { $count ->
            [one] Quotidien
           *[other] Tous les { $count } jours
        }
        [week] { $count ->
            [one] Hebdomadaire
           *[other] Toutes les { $count } semaines
        }
        [year] { $count ->
            [one] Annuel
           *[other] Tous les { $count } ans
        }
       *[month] { $count ->
            [one] Mensuel
           *[other] Tous les { $count } mois
        }
    }

## Payment methods

none-on-file = Aucun
on-file = Enregistré
card = Carte
korean-card = Carte coréenne
bank-account = Compte bancaire
bank-transfer = Virement bancaire
pre-authorized-debit = Débit préautorisé
method-with-digits = { $method } •••• { $digits }
method-of = { $method } ({ $detail })
card-expires = Expire en { $month }
card-expires-soon = Votre carte expire en { $month }. Mettez-la à jour pour éviter l’échec d’un paiement.
card-expired = Votre carte a expiré en { $month }. Mettez-la à jour pour éviter l’échec d’un paiement.

## Pricing

choose-plan-heading = Choisir une offre
no-offers = Aucune offre n’est disponible pour le moment. Si vous avez un abonnement, il n’est pas concerné.
offers-unavailable = Nous ne pouvons pas afficher les offres pour le moment. Réessayez dans une minute.
billing-period = Période de facturation
currency-navigation = Devise
this-is-your-plan = Offre actuelle
choose-offer = Choisir { $plan }
switch-to-offer = Passer à { $plan }
switch-to-interval =
    { $unit ->
        [day] Passer au tarif quotidien
        [week] Passer au tarif hebdomadaire
        [year] Passer au tarif annuel
       *[month] Passer au tarif mensuel
    }
trial-then = { $count ->
        [one] 1 jour gratuit, puis { $price }
       *[other] { $count } jours gratuits, puis { $price }
    }
per-seat = par utilisateur / { $unit ->
        [day] { $count ->
            [one] jour
           *[other] { $count } jours
        }
        [week] { $count ->
            [one] semaine
           *[other] { $count } semaines
        }
        [year] { $count ->
            [one] an
           *[other] { $count } ans
        }
       *[month] { $count ->
            [one] mois
           *[other] { $count } mois
        }
    }
per-unit-of-usage = par { $name }, facturation { $every }
a-month-when-billed-yearly = { $amount } par mois, facturation annuelle
save-amount = Économisez { $amount }
compare-plans = Comparer les offres
feature = Fonctionnalité
included = Inclus
not-included = Non inclus
nothing-in-currency =
    Votre facturation est en { $currency }, et aucune de nos offres n’est vendue dans cette devise. Contactez l’assistance.
offers-while-unpaid = Payez le montant dû avant de changer d’offre.
offers-while-incomplete = Finalisez votre premier paiement avant de changer d’offre.
offers-while-paused = Reprenez votre abonnement avant de changer d’offre.
offers-while-canceling = Conservez votre abonnement avant de changer d’offre.
offers-while-scheduled = Votre abonnement change déjà le { $date }. Vérifiez ce changement avant d’en faire un autre.
offers-while-several = Vous avez plusieurs abonnements. Choisissez celui à modifier sur la page de votre compte.
offers-while-fixed = Cet abonnement ne peut pas être modifié ici. Contactez l’assistance.
go-to-account = Accéder à votre compte

## What went wrong

sign-in-first = Connectez-vous d’abord.
form-incomplete = Remplissez tous les champs.
email-invalid = Saisissez une adresse e-mail, par exemple nom@example.com.
email-taken = Un compte existe déjà avec cette adresse e-mail. Connectez-vous plutôt.
password-missing = Saisissez votre mot de passe.
password-too-short = Choisissez un mot de passe d’au moins 8 caractères.
password-too-long = Choisissez un mot de passe de 256 caractères au maximum.
password-too-common = Ce mot de passe est facile à deviner. Trois ou quatre mots sans lien entre eux en font un bon.
wrong-credentials = Adresse e-mail ou mot de passe incorrect.
account-disabled = Ce compte est fermé. Si vous pensez qu’il s’agit d’une erreur, contactez l’assistance.
wrong-current-password = Ce n’est pas votre mot de passe actuel.
too-many-attempts = Trop de tentatives. Patientez une minute et réessayez.
signing-in-busy = Nous recevons beaucoup de demandes en ce moment. Réessayez dans un instant.
try-again-soon = Une erreur s’est produite de notre côté. Réessayez dans un instant.
role-forbids = Votre rôle ne le permet pas. Adressez-vous à un propriétaire de ce compte.
no-billing-account = Vous n’avez pas encore de compte de facturation. Choisissez d’abord une offre.
link-expired = Ce lien a expiré. Utilisez les boutons ci-dessous.
not-configured = La facturation n’est pas encore configurée. Contactez l’assistance.
portal-unavailable = Le portail de facturation est inaccessible pour le moment. Réessayez dans une minute.
portal-failed = Nous n’avons pas pu ouvrir le portail de facturation. Contactez l’assistance si cela se reproduit.
too-many-clicks = Trop de demandes. Rien n’a été modifié. Patientez quelques secondes et réessayez.
not-offered = Cette offre n’est plus disponible. Choisissez une autre offre.
other-currency = Cette offre n’est pas vendue dans la devise de votre facturation. Choisissez une autre offre.
begins-later = Vous avez déjà un abonnement qui commencera plus tard. Pour en ajouter un autre, contactez l’assistance.
checkout-unavailable =
    La page de paiement est inaccessible pour le moment. Rien n’a été prélevé. Réessayez dans une minute.
checkout-failed =
    Nous n’avons pas pu ouvrir la page de paiement. Rien n’a été prélevé. Contactez l’assistance si cela se reproduit.
nothing-to-do = Votre abonnement est déjà à jour.
plan-not-updated =
    Nous n’avons pas pu modifier votre abonnement. Ouvrez le portail de facturation pour voir ce qui manque.
payment-still-failed =
    Votre paiement a échoué, donc votre abonnement est toujours en pause. Payez le montant dû ou mettez à jour votre moyen de paiement.
outcome-unknown = Stripe n’a pas répondu à temps. Votre abonnement a peut-être changé : vérifiez dans une minute.
only-owners-change-members = Seul un propriétaire peut modifier les membres de ce compte. Rien n’a été modifié.
not-your-account = Vous n’êtes pas membre de ce compte. Choisissez-en un autre.
no-such-member = Cette personne n’est plus membre.
last-owner = Un compte a besoin d’un propriétaire. Donnez d’abord ce rôle à une autre personne.
unknown-role = Choisissez propriétaire, facturation ou consultation.

## Mails
# The subject says the fact. $site is the company's name.

mail-plain-address = Ou ouvrez cette adresse :
mail-not-you = Si ce n’était pas vous, vous pouvez ignorer cet e-mail. Rien n’a été modifié.
mail-sign-up = Confirmez votre adresse e-mail pour { $site }
mail-sign-up-text = Cliquez sur le bouton pour créer votre compte.
mail-works-a-day = Le lien ne fonctionne qu’une fois et expire au bout d’un jour.
mail-create-account = Créer un compte
mail-registered = Vous avez déjà un compte chez { $site }
mail-registered-text = Quelqu’un a essayé de créer un compte avec votre adresse e-mail.
mail-registered-do =
    Vous avez déjà un compte : connectez-vous, ou choisissez un nouveau mot de passe si vous avez oublié le vôtre.
mail-verify = Confirmez cette adresse e-mail pour { $site }
mail-verify-text = Cliquez sur le bouton pour utiliser cette adresse e-mail pour votre compte.
mail-confirm-email = Confirmer l’adresse e-mail
mail-reset = Choisissez un nouveau mot de passe pour { $site }
mail-reset-text = Quelqu’un a demandé un nouveau mot de passe pour votre compte.
mail-works-an-hour = Le lien ne fonctionne qu’une fois et expire au bout d’une heure.
mail-choose-password = Choisir un nouveau mot de passe
mail-no-account = Vous n’avez pas de compte chez { $site }
mail-no-account-text = Quelqu’un a demandé un nouveau mot de passe, mais aucun compte n’utilise cette adresse e-mail.
mail-no-account-do = Votre compte utilise peut-être une autre adresse. Vous pouvez aussi créer un compte.
mail-password-changed = Votre mot de passe pour { $site } a été changé
mail-password-changed-text = Il a été changé le { $moment }. Vos autres sessions ont été fermées.
mail-password-changed-do = Si ce n’était pas vous, choisissez maintenant un nouveau mot de passe.
mail-address-changed = Votre adresse e-mail pour { $site } a été changée
mail-address-changed-text = Votre compte utilise une autre adresse e-mail depuis le { $moment }.
mail-address-changed-do = Si ce n’était pas vous, contactez immédiatement l’assistance.
mail-sign-in = Votre lien de connexion pour { $site }
mail-sign-in-text = Cliquez sur le bouton pour vous connecter, ou saisissez ce code là où vous l’avez demandé.
mail-works-ten-minutes =
    Le lien et le code ne fonctionnent qu’une fois et expirent au bout de dix minutes. Ne communiquez le code à personne.
mail-invitation = Invitation à rejoindre un compte chez { $site }
mail-invitation-into = Invitation à rejoindre { $name } chez { $site }
mail-invitation-text = { $email } vous invite à partager son compte. Votre rôle : { $role }.
mail-works-a-week = L’invitation est valable sept jours.
mail-see-invitation = Voir l’invitation
mail-new-device = Nouvelle connexion à votre compte chez { $site }
mail-new-device-text = Quelqu’un s’est connecté le { $moment }, avec { $device } sur le réseau { $network }.
mail-new-device-do = Si ce n’était pas vous, fermez cette session et changez votre mot de passe.
mail-check-sessions = Vérifier vos sessions

## Signing in by mail, and getting back in

forgot-password = Mot de passe oublié ?
reset-text = Saisissez votre adresse e-mail. Nous vous enverrons un lien pour choisir un nouveau mot de passe.
send-link = Envoyer le lien
back-to-sign-in = Retour à la connexion
look-into-mail = Consultez vos e-mails. Si cette adresse peut être utilisée ici, un message est en route.
shown-mail = Afficher l’e-mail (ce serveur n’en envoie aucun)
sign-in-by-email = Se connecter par e-mail
sign-in-by-email-text = Nous vous enverrons un lien et un code. Vous n’avez pas besoin de mot de passe.
enter-code = Saisissez votre code
code = Code
code-text = Ouvrez le lien contenu dans l’e-mail, ou saisissez ici son code à six chiffres.
ask-again = Envoyer un autre e-mail
code-wrong = Ce code est incorrect ou a expiré. Vérifiez l’e-mail le plus récent ou demandez-en un autre.
mail-link-closed = Ce lien a déjà été utilisé ou est trop ancien. Demandez-en un nouveau.
sign-up-confirm = Créez un compte pour { $email }.
password-not-chosen = Ce n’est pas le mot de passe que vous avez choisi.
password-you-chose = Le mot de passe que vous avez choisi lors de votre inscription
reset-confirm = Pour { $email }. Vos autres sessions seront fermées.
save-password = Enregistrer le mot de passe
address-confirm = Utilisez { $email } pour votre compte.
sign-in-confirm = Connectez-vous avec { $email }.

## Your email

email-unchanged = Vous utilisez déjà cette adresse e-mail.
email-verified = confirmée
email-not-verified = pas encore confirmée
verify-email = Envoyer l’e-mail de confirmation
email-confirmed = Votre adresse e-mail est confirmée.
change-email = Changer l’adresse e-mail

## Invitations

invite-members = Inviter des personnes
role = Rôle
send-invitation = Envoyer l’invitation
open-invitations = Pas encore acceptées :
withdraw-invitation = Retirer
withdraw-invitation-to = Retirer l’invitation envoyée à { $email }
invitation-title = Vous avez reçu une invitation
invitation-text = { $email } vous invite à rejoindre { $name }. Votre rôle : { $role }.
invitation-sign-in = Connectez-vous avec { $email } pour accepter.
invitation-other =
    L’invitation est destinée à { $email }. Votre session est ouverte avec { $other } : déconnectez-vous d’abord.
accept-invitation = Accepter l’invitation
too-many-invitations = Trop d’invitations. Patientez un moment et réessayez.
not-invited = L’invitation est destinée à une autre adresse e-mail. Connectez-vous avec celle-ci.

## Sign-in and security, and deleting an account

security = Connexion et sécurité
back-to-security = Retour à Connexion et sécurité
sessions = Où vous êtes connecté
this-session = Ce navigateur
# Such as "Firefox on Linux".
device = { $browser } sous { $system }
unknown-device = Appareil inconnu
session-last-used = Dernière utilisation : { $moment }
session-network = Connexion depuis { $network }
session-network-unknown = Connexion depuis un réseau inconnu
end-session-of = Déconnecter { $device }, dernière utilisation : { $moment }
end-other-sessions = Se déconnecter partout ailleurs
session-ended = Ce navigateur est maintenant déconnecté.
other-sessions-ended = Vous êtes déconnecté partout ailleurs.
delete-account = Supprimer le compte
deletion-lead = Cette action est définitive. Voici ce qui se passe :
deletion-of-plans = Vos abonnements sont résiliés immédiatement. Le temps restant n’est pas remboursé.
deletion-of-data =
    Ce compte, l’accès de ses membres et notre copie de vos données de facturation sont supprimés.
deletion-of-invoices = Les factures et les paiements restent chez Stripe, car la loi oblige à les conserver.
deletion-confirmation = Je veux résilier mes abonnements et supprimer ce compte.
other-owners-first = Ce compte a d’autres propriétaires. Retirez-les ou changez d’abord leur rôle.
only-owners-delete = Seul un propriétaire peut supprimer ce compte. Rien n’a été modifié.
deletion-not-confirmed = Cochez la case pour supprimer votre compte.
deletion-still-open =
    Nous n’avons pas pu tout résilier chez Stripe : votre compte n’a donc pas été supprimé. Vous pouvez réessayer sans
    risque.
deletion-unavailable =
    Un problème est survenu de notre côté : votre compte n’a donc pas été supprimé. Vous pouvez réessayer sans risque.
account-deleted = Votre compte a été supprimé.

## Signing in at the company’s identity provider

continue-with = Continuer avec { $name }
provider-denied = La connexion n’a pas eu lieu. Réessayez quand vous voulez.
provider-unreachable = Le service de connexion ne répond pas. Réessayez dans quelques minutes.
provider-stale = Cette connexion a expiré ou a commencé dans un autre navigateur. Réessayez.
provider-no-email =
    Nous avons besoin de votre adresse e-mail, et le service de connexion ne nous l’a pas transmise. Contactez l’assistance.
provider-unusable =
    Nous n’avons pas pu utiliser la réponse du service de connexion. Réessayez. Si cela se reproduit, contactez l’assistance.

## More about mails and addresses

mail-password-removed = Votre mot de passe pour { $site } a été supprimé
mail-password-removed-text = Vous vous êtes connecté par e-mail et avez prouvé que cette adresse est la vôtre. Personne ne l’avait prouvé avant : quelqu’un d’autre a pu choisir le mot de passe.
mail-password-removed-do = Vous pouvez en choisir un nouveau.
unknown-network = un réseau inconnu
confirm-email-first = Confirmez d’abord votre propre adresse e-mail dans « Connexion et sécurité ». Vous pourrez ensuite inviter des personnes.
sign-in-again = Pour cela, vous devez vous reconnecter : déconnectez-vous, puis connectez-vous.
new-email = Nouvelle adresse e-mail

## What the account may use

whats-included = Ce qui est inclus
feature-up-to = { $feature } : jusqu’à { $limit }
until-date = Jusqu’au { $date }
included-until = Inclus jusqu’au { $date }.
included-until-payment = Inclus jusqu’au { $date }, et au-delà dès que votre paiement aboutit.
not-available-now = Indisponible pour le moment
available-once-paid = Disponible dès que votre paiement aboutit.
available-once-active = Disponible dès que votre abonnement est de nouveau actif.
available-once-billed = De nouveau disponible dès que la facturation reprend.
available-after-trial = Disponible à la fin de votre essai gratuit.
and-more-features = { $count ->
        [one] Et { $count } autre
       *[other] Et { $count } autres
    }
