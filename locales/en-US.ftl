# English. A message has the same name and the same variables in every language; a test compares them.
#
# $plan, $name and $method are names, $amount is money with its currency, $date a day, $moment a minute with its time
# zone. $per and $every are messages under "How often", and $count is a number. An amount can be a phrase, such as
# "$14.28 including $2.28 tax": it fits best near the end of a sentence.

## This language

language-name = English
# "everybody", or "demo" for a language that only the demo offers.
offered-to = everybody

## Every page

skip-to-content = Skip to content
site-navigation = Site
footer-navigation = About this site
language-navigation = Language
home-page = Home
pricing = Pricing
account = Account
sign-in = Sign in
sign-up = Sign up
sign-out = Sign out
sign-out-failed = We couldn’t sign you out. Try again.
error-title = Error: { $page }
back-to = Back to { $name }
support = Support
contact-support = Contact support
support-subject = Help with my account (reference { $reference })
support-subject-plain = Help with my account
reference = Reference: { $reference }
terms = Terms
privacy = Privacy
pages = Pages
previous-page = Previous page
next-page = Next page
page-of = Page { $number } of { $count }
demo = Demo
demo-text = Demo: Stripe is simulated on this machine. Nothing is charged.

## The start page

home-heading = Your subscription, in your hands
home-lead = Manage your plan, payment method, and invoices.
home-account = Go to your account

## Pages that cannot be shown

not-found = Page not found
not-found-text = The address may be wrong, or the page has moved.
to-start-page = Go to the home page
error-unreadable = We couldn’t read this request
error-unreadable-text = Nothing was changed. Go back and try again.
error-cross-site = We couldn’t verify this request
error-cross-site-text = It didn’t come from this site, so nothing was changed. Go back and try again.
error-gone = This document is no longer available
error-gone-text = Stripe no longer has it. Open the billing portal to see every invoice.
error-too-many = Too many requests
error-too-many-text = Nothing was changed. Wait a few seconds and try again.
error-unavailable = We’re temporarily unavailable
error-unavailable-text = Nothing was changed. Try again in a minute.
error-late = This took too long
error-late-text = Check your account before you try again.
error-other = Something went wrong on our end
error-other-text = Check your account before you try again.

## Signing in and up

email = Email
password = Password
new-password = New password
current-password = Current password
password-hint = At least 8 characters. A few unrelated words are easy to remember and hard to guess.
no-account-yet = No account yet?
have-an-account = Have an account?
demo-sign-in = In this demo, sign in as { $email } with the password { $password }.
no-passwords = You don’t need a password here. Sign in to our product, and open billing from there.
change-password = Change password
password-changed = Your password was changed. You were signed out everywhere else.
continue-title = Continue to billing
continue-text = Continue to open your account.
continue = Continue
continue-question = You’re signed in as { $email }. Continue as { $other }?
continue-as = Continue as { $other }
stay-signed-in = Stay signed in as { $email }
link-closed = This link has expired
link-closed-text = It works once and expires quickly. Go back to the page you came from, and open billing again.

## Accounts and their members

signed-in-as = Signed in as { $email }
switch-account = Switch account
choose-account = Choose an account
no-account = You’re no longer a member of any account. Ask an owner of the account to add you.
account-without-name = Account …{ $ending }
back-to-account = Back to your account
members = Members
only-owners = Only an owner can change the members of this account.
change-role = Change role
remove = Remove
role-of = Role of { $email }
remove-member = Remove { $email }
role-owner = Owner
role-billing = Billing
role-viewer = Viewer
only-look = You can view this account. To change the plan or see invoices, ask an owner.

## The account page

account-settings = Account Settings
account-unavailable = We can’t show your account right now. Try again in a minute.
not-fetched = We haven’t received your subscription from Stripe yet. This can take a few minutes.
about-the-portal = Change your plan, payment method, or billing details in our billing portal, hosted by Stripe.
manage-subscription = Manage Subscription
opening-portal = Opening portal…
updating = Your latest change isn’t showing yet. This page updates by itself.
still-late = Your latest change isn’t showing yet. It can take a few minutes.
refresh = Refresh
last-updated = Last updated { $moment }.

subscription = Subscription
current-plan = Current Plan
free = Free
your-plan = Your plan
# The same within a sentence.
plan-in-sentence = your plan
plan-and-more = { $plan } and { $count } more
status = Status
no-status = N/A
period-ends = Current Period Ends
discount = Discount
payment = Payment
payment-method = Payment Method
account-balance = Account Balance
next-invoice = Next Invoice
no-next-invoice = None
debts = Invoices to pay
invoices = Invoices
date = Date
amount = Amount
documents = Documents
pages-of-invoices = Pages of invoices
newer-invoices = Newer invoices
older-invoices = Older invoices
older-in-the-portal = Open the billing portal to see older invoices.

## Badges

badge-incomplete = Payment incomplete
badge-processing = Payment processing
badge-expired = Expired
badge-trial = Trial
badge-active = Active
badge-past-due = Past due
badge-unpaid = Unpaid
badge-paused = Paused
badge-billing-paused = Billing paused
badge-canceled = Canceled
badge-cancels = Cancels { $date }
badge-changes = Changes { $date }
badge-unknown = Unknown
invoice-open = Open
invoice-paid = Paid
invoice-uncollectible = Uncollectible
invoice-void = Void
invoice-refunded = Refunded
invoice-credited = Credited
invoice-disputed = Disputed

## Buttons

view-plans = View Plans
choose-a-plan = Choose a plan
change-plan = Change plan
update-payment-method = Update payment method
add-payment-method = Add payment method
cancel-plan = Cancel plan
keep-plan = Keep plan
resume-plan = Resume plan
pause-plan = Pause plan
pay-amount = Pay { $amount } now
review-change = Review change
open-portal = Open billing portal
action-of-plan = { $action }: { $plan }
view = View
pdf = PDF
pay = Pay
document-of-invoice = { $document }: invoice { $name }
pay-for-change = Pay for the change

## What a plan is and what comes next

no-plan = You don’t have a plan yet.
customer-deleted = Your billing account was closed. You won’t be charged again.
customer-missing = We can’t find your billing account. If you had a plan, contact support.
trial = Your free trial ends on { $date }. You’ll then be charged { $amount }.
trial-of-unknown-amount = Your free trial ends on { $date }. Your paid plan starts then.
trial-without-payment-method = Your free trial ends on { $date }. Nothing is charged before then.
active = Your plan renews on { $date }. You’ll be charged { $amount }.
active-by-usage = Your plan renews on { $date }. Your usage so far comes to { $amount }.
active-of-unknown-amount = Your plan renews on { $date }.
active-without-payment-method = Your plan renews on { $date }, and { $amount } is due then.
renewing = Your plan is renewing. This can take a few minutes.
canceling = Your plan is canceled and ends on { $date }. You keep { $plan } until then and won’t be charged again.
canceling-trial = Your trial ends on { $date }. You won’t be charged.
canceling-after-renewal =
    Your plan is canceled and ends on { $date }. It renews before then: you’ll be charged { $amount } on { $next }.
ends-by-schedule = Your plan ends on { $date }, as agreed. To keep it, contact support.
ends-by-schedule-after-renewal =
    Your plan ends on { $date }, as agreed. You’ll be charged { $amount } on { $next }. To keep it, contact support.
held-by-schedule = This plan was agreed in advance. To change or cancel it, contact support.
change-to = Your plan changes to { $plan } on { $date }.
change-of-interval = Your plan is billed { $every } from { $date }.
change-of-interval-and-amount = From { $date }, you’ll be charged { $amount } { $every }.
change-of-item = { $from } changes to { $plan } on { $date }.
change-of-quantity = Your plan includes { $plan } from { $date }.
change-adds = { $plan } is added to your plan on { $date }.
change-removes = { $name } is removed from your plan on { $date }.
change-unknown = Your plan changes on { $date }.
nothing-changes-before = Nothing changes before then.
plan-ends = Your plan ends on { $date }.
plan-at-price = { $plan } ({ $amount } { $per })
many-of-plan = { $count } × { $plan }

collection-paused = Billing is paused. You keep { $plan } and won’t be charged.
collection-paused-until = Billing is paused until { $date }. You keep { $plan } and won’t be charged.
collection-voided = Billing is paused. You won’t be charged.
collection-voided-until = Billing is paused until { $date }. You won’t be charged.
collection-postponed = Billing is paused. You keep { $plan }, and payments are collected later.
collection-postponed-until = Billing is paused until { $date }. You keep { $plan }, and payments are collected after that.
nothing-new-charged = Billing is paused. Nothing new is charged.
nothing-new-charged-until = Billing is paused until { $date }. Nothing new is charged.
new-charges-postponed = Billing is paused. New payments are collected later.
new-charges-postponed-until = Billing is paused until { $date }. New payments are collected after that.

keep-with-payment-method = Add a payment method to keep { $plan }.
payment-failed = Your payment failed.
past-due = We couldn’t charge { $amount }. Update your payment method to keep { $plan }.
past-due-with-method = We couldn’t charge { $amount } to your { $method }. Update your payment method to keep { $plan }.
past-due-of-unknown-amount = Update your payment method to keep { $plan }.
try-again-on = We’ll try again on { $date }.
invoice-overdue = Your invoice is overdue.
overdue-by-hand = { $amount } has been due since { $date }. Pay now to keep { $plan }.
on-hold = Your plan is on hold.
unpaid = { $amount } has been due since { $date }. Pay now to restore { $plan }.
unpaid-of-unknown-amount = A payment is missing. Pay now to restore { $plan }.
payment-incomplete = Your payment isn’t complete.
incomplete = Complete your { $amount } payment to start your plan.
incomplete-until = Complete your { $amount } payment by { $moment } to start your plan.
incomplete-of-unknown-amount = Complete your payment to start your plan.
incomplete-of-unknown-amount-until = Complete your payment by { $moment } to start your plan.
expired = Your first payment wasn’t completed in time, so your plan didn’t start. You weren’t charged.
processing = Your payment of { $amount } is processing. This can take a few days. You don’t need to do anything.
still-due = { $amount } has been due since { $date }.
still-due-after-end = { $amount } from { $date } is still due.
due-later = { $amount } is due on { $date }.
sum-of-invoices = { $amount } ({ $count } invoices)
debt-overdue = { $amount }, due since { $date }
debt-upcoming = { $amount }, due on { $date }
debt-processing = { $amount }, processing
more-debts = And { $count } more, under Invoices

plan-paused = Your plan is paused.
paused-after-trial = Your free trial has ended.
paused-on-request = Your plan was paused.
paused-on-request-since = Your plan was paused on { $date }.
paused-after-failure = A payment failed.
paused-by-stripe = Your plan was paused by Stripe.
paused-by-stripe-since = Your plan was paused by Stripe on { $date }.
resume-after-trial = Resume to keep using your plan. You’ll be charged today.
resume-after-request = Resume to continue now. You’ll be charged today. If you chose an end for the pause, it resumes by itself.
resume = Resume to keep using your plan. You’ll be charged today.
add-payment-method-to-continue = Add a payment method to continue.
contact-support-to-continue = Contact support to continue.
paused-for-payment = A payment of { $amount } failed. Pay now to continue.

canceled-paid-until = Your plan was canceled on { $canceled }. It was paid until { $date }.
ended = Your { $plan } plan ended on { $date }.
ended-without-name = Your plan ended on { $date }.
ended-without-date = Your plan has ended.
state-unknown = Open the billing portal to see your plan’s status.
change-waits = A change to your plan is waiting for payment until { $moment }.
change-waits-for = A change to your plan is waiting for a payment of { $amount } until { $moment }.
change-being-paid = A change to your plan starts when its payment has been processed.

## What just changed

now-subscribed = You’re subscribed to { $plan }.
now-on-trial = Your { $plan } trial has started.
now-changed = Your plan changed to { $plan }.
now-updated = Your plan was updated.
now-canceled = Your plan is canceled and ends on { $date }.
now-ended = Your plan has ended.
now-kept = Your plan continues. It’s no longer canceled.
now-resumed = Your plan is active again.
now-paused = Your plan is paused.
now-paid = Your payment of { $amount } went through.
now-paid-with = Your payment method is now { $method }.
now-without-payment-method = Your payment method was removed.

## Prices and amounts

amount-with-tax = { $amount } including { $tax } tax
amount-with-adjustments = { $amount }, including { $adjustments } in adjustments
amount-so-far = { $amount } so far
amount-on-date = { $amount } on { $date }
price-per = { $amount } { $per }
price-per-plus-tax = { $amount } { $per } plus tax
price-plus-tax = { $amount } plus tax
quantity-of-price = { $count } × { $price }
quantity = Quantity { $count }
by-usage = Billed by usage
item-of-plan = { $plan }: { $price }
renews-on = { $price }, renews on { $date }
and-more-items = And { $count } more
credit = { $amount } credit, used for your next invoices
debit = { $amount } owed, added to your next invoice
amount-refunded = { $amount } refunded
amount-credited = { $amount } credited
percent = { $number }%
list-of-two = { $one }, { $two }
off = { $off } off
off-until = { $off } off until { $date }
off-once = { $off } off your next invoice
off-product = { $off } off { $plan }
off-product-until = { $off } off { $plan } until { $date }
off-product-once = { $off } off { $plan } on your next invoice

## How often

per-period =
    { $unit ->
        [day] { $count ->
            [one] per day
           *[other] every { $count } days
        }
        [week] { $count ->
            [one] per week
           *[other] every { $count } weeks
        }
        [year] { $count ->
            [one] per year
           *[other] every { $count } years
        }
       *[month] { $count ->
            [one] per month
           *[other] every { $count } months
        }
    }
every-period =
    { $unit ->
        [day] { $count ->
            [one] every day
           *[other] every { $count } days
        }
        [week] { $count ->
            [one] every week
           *[other] every { $count } weeks
        }
        [year] { $count ->
            [one] every year
           *[other] every { $count } years
        }
       *[month] { $count ->
            [one] every month
           *[other] every { $count } months
        }
    }
interval =
    { $unit ->
        [day] { $count ->
            [one] Daily
           *[other] Every { $count } days
        }
        [week] { $count ->
            [one] Weekly
           *[other] Every { $count } weeks
        }
        [year] { $count ->
            [one] Yearly
           *[other] Every { $count } years
        }
       *[month] { $count ->
            [one] Monthly
           *[other] Every { $count } months
        }
    }

## Payment methods

none-on-file = None
on-file = On file
card = Card
korean-card = Korean card
bank-account = Bank account
bank-transfer = Bank transfer
pre-authorized-debit = Pre-authorized debit
method-with-digits = { $method } •••• { $digits }
method-of = { $method } ({ $detail })
card-expires = Expires { $month }
card-expires-soon = Your card expires { $month }. Update it to avoid a failed payment.
card-expired = Your card expired { $month }. Update it to avoid a failed payment.

## Pricing

choose-plan-heading = Choose a plan
no-offers = There are no plans available right now. If you have a plan, it isn’t affected.
offers-unavailable = We can’t show the plans right now. Try again in a minute.
billing-period = Billing period
currency-navigation = Currency
this-is-your-plan = Current plan
choose-offer = Choose { $plan }
switch-to-offer = Switch to { $plan }
switch-to-interval =
    { $unit ->
        [day] Switch to daily
        [week] Switch to weekly
        [year] Switch to yearly
       *[month] Switch to monthly
    }
trial-then = { $count ->
        [one] 1 day free, then { $price }
       *[other] { $count } days free, then { $price }
    }
per-seat = per seat / { $unit ->
        [day] { $count ->
            [one] day
           *[other] { $count } days
        }
        [week] { $count ->
            [one] week
           *[other] { $count } weeks
        }
        [year] { $count ->
            [one] year
           *[other] { $count } years
        }
       *[month] { $count ->
            [one] month
           *[other] { $count } months
        }
    }
per-unit-of-usage = per { $name }, billed { $every }
a-month-when-billed-yearly = { $amount } a month, billed yearly
save-amount = Save { $amount }
compare-plans = Compare plans
feature = Feature
included = Included
not-included = Not included
nothing-in-currency = You’re billed in { $currency }, and none of our plans is sold in it. Contact support.
offers-while-unpaid = Pay what’s due before you change your plan.
offers-while-incomplete = Complete your first payment before you change your plan.
offers-while-paused = Resume your plan before you change it.
offers-while-canceling = Keep your plan before you change it.
offers-while-scheduled = Your plan already changes on { $date }. Review that change before you make another.
offers-while-several = You have several plans. Choose the one to change on your account page.
offers-while-fixed = This plan can’t be changed here. Contact support.
go-to-account = Go to your account

## What went wrong

sign-in-first = Sign in first.
form-incomplete = Fill in all fields.
email-invalid = Enter an email address, like name@example.com.
email-taken = An account with this email already exists. Sign in instead.
password-missing = Enter your password.
password-too-short = Choose a password with at least 8 characters.
password-too-long = Choose a password with at most 256 characters.
password-too-common = This password is easy to guess. Three or four unrelated words make a good one.
wrong-credentials = Wrong email or password.
account-disabled = This account is closed. If you think that’s a mistake, contact support.
wrong-current-password = That isn’t your current password.
too-many-attempts = Too many attempts. Wait a minute and try again.
signing-in-busy = We’re very busy right now. Try again in a moment.
try-again-soon = Something went wrong on our end. Try again in a moment.
role-forbids = Your role doesn’t allow this. Ask an owner of this account.
no-billing-account = You don’t have a billing account yet. Choose a plan first.
link-expired = That link has expired. Use the buttons below.
not-configured = Billing isn’t set up yet. Contact support.
portal-unavailable = We can’t reach the billing portal right now. Try again in a minute.
portal-failed = We couldn’t open the billing portal. Contact support if it happens again.
too-many-clicks = Too many requests. Nothing was changed. Wait a few seconds and try again.
not-offered = That plan is no longer available. Choose another plan.
other-currency = That plan isn’t sold in the currency you’re billed in. Choose another plan.
begins-later = You already have a plan that starts later. To add another one, contact support.
checkout-unavailable = We can’t reach checkout right now. You weren’t charged. Try again in a minute.
checkout-failed = We couldn’t open checkout. You weren’t charged. Contact support if it happens again.
nothing-to-do = Your plan is already up to date.
plan-not-updated = We couldn’t update your plan. Open the billing portal to see what’s missing.
payment-still-failed = Your payment failed, so your plan is still paused. Pay what’s due, or update your payment method.
outcome-unknown = Stripe didn’t answer in time. Your plan may have changed: check again in a minute.
only-owners-change-members = Only an owner can change the members of this account. Nothing was changed.
not-your-account = You don’t belong to that account. Choose another one.
no-such-member = That person is no longer a member.
last-owner = An account needs an owner. Make somebody else an owner first.
unknown-role = Choose owner, billing, or viewer.

## Mails
# The subject says the fact. $site is the company's name.

mail-plain-address = Or open this address:
mail-not-you = If this wasn’t you, you can ignore this email. Nothing was changed.
mail-sign-up = Confirm your email for { $site }
mail-sign-up-text = Press the button to create your account.
mail-works-a-day = The link works once, for one day.
mail-create-account = Create account
mail-registered = You already have an account at { $site }
mail-registered-text = Somebody tried to sign up with your email.
mail-registered-do = You already have an account: sign in, or choose a new password if you forgot yours.
mail-verify = Confirm this email for { $site }
mail-verify-text = Press the button to use this email for your account.
mail-confirm-email = Confirm email
mail-reset = Choose a new password for { $site }
mail-reset-text = Somebody asked for a new password for your account.
mail-works-an-hour = The link works once, for one hour.
mail-choose-password = Choose a new password
mail-no-account = You don’t have an account at { $site }
mail-no-account-text = Somebody asked for a new password, but no account uses this email.
mail-no-account-do = Maybe you signed up with another one. You can also create an account.
mail-password-changed = Your password for { $site } was changed
mail-password-changed-text = It was changed on { $moment }, and your other sessions were ended.
mail-password-changed-do = If this wasn’t you, choose a new password now.
mail-address-changed = Your email for { $site } was changed
mail-address-changed-text = Your account has used another email since { $moment }.
mail-address-changed-do = If this wasn’t you, contact support right away.
mail-sign-in = Your sign-in link for { $site }
mail-sign-in-text = Press the button to sign in, or enter this code where you asked for it.
mail-works-ten-minutes = Both work once, for ten minutes. Never tell anybody the code.
mail-invitation = You’re invited to an account at { $site }
mail-invitation-into = You’re invited to { $name } at { $site }
mail-invitation-text = { $email } invites you to share their account. Your role: { $role }.
mail-works-a-week = The invitation is valid for seven days.
mail-see-invitation = View invitation
mail-new-device = New sign-in to your account at { $site }
mail-new-device-text = Somebody signed in on { $moment }, with { $device } in the network { $network }.
mail-new-device-do = If this wasn’t you, end that session and change your password.
mail-check-sessions = Check your sessions

## Signing in by mail, and getting back in

forgot-password = Forgot your password?
reset-text = Enter your email. We’ll send you a link to choose a new password.
send-link = Send link
back-to-sign-in = Back to sign in
look-into-mail = Check your email. If this address can be used here, a message is on its way.
shown-mail = Show the mail (this server sends none)
sign-in-by-email = Sign in by email
sign-in-by-email-text = We’ll send you a link and a code. You don’t need a password.
enter-code = Enter your code
code = Code
code-text = Open the link in the email, or enter its six-digit code here.
ask-again = Send another email
code-wrong = That code isn’t right, or it has expired. Check the newest email, or ask for another one.
mail-link-closed = This link was used already or is too old. Ask for a new one.
sign-up-confirm = Create an account for { $email }.
password-not-chosen = That isn’t the password you chose.
password-you-chose = The password you chose when you signed up
reset-confirm = For { $email }. Your other sessions will end.
save-password = Save password
address-confirm = Use { $email } for your account.
sign-in-confirm = Sign in as { $email }.

## Your email

email-unchanged = That’s the email you already use.
email-verified = confirmed
email-not-verified = not confirmed yet
verify-email = Send confirmation email
email-confirmed = Your email is confirmed.
change-email = Change email

## Invitations

invite-members = Invite people
role = Role
send-invitation = Send invitation
open-invitations = Not accepted yet:
withdraw-invitation = Withdraw
withdraw-invitation-to = Withdraw the invitation to { $email }
invitation-title = You’re invited
invitation-text = { $email } invites you to { $name }. Your role: { $role }.
invitation-sign-in = Sign in as { $email } to accept.
invitation-other = The invitation is for { $email }. You’re signed in as { $other }: sign out first.
accept-invitation = Accept invitation
too-many-invitations = Too many invitations. Wait a while and try again.
not-invited = The invitation is for another email. Sign in with that one.

## Sign-in and security, and deleting an account

security = Sign-in and security
back-to-security = Back to sign-in and security
sessions = Where you’re signed in
this-session = This browser
# Such as "Firefox on Linux".
device = { $browser } on { $system }
unknown-device = Unknown device
session-last-used = Last used { $moment }
session-network = Signed in from { $network }
session-network-unknown = Signed in from an unknown network
end-session-of = Sign out { $device }, last used { $moment }
end-other-sessions = Sign out everywhere else
session-ended = That browser is signed out.
other-sessions-ended = You’re signed out everywhere else.
delete-account = Delete account
deletion-lead = You can’t undo this. Here’s what happens:
deletion-of-plans = Your plans are canceled right away. You don’t get a refund for the time that’s left.
deletion-of-data = This account, its members’ access, and our copy of your billing data are deleted.
deletion-of-invoices = Invoices and payments stay at Stripe, because the law requires that they’re kept.
deletion-confirmation = I want to cancel my plans and delete this account.
other-owners-first = This account has other owners. Remove them or change their roles first.
only-owners-delete = Only an owner can delete this account. Nothing was changed.
deletion-not-confirmed = Check the box to delete your account.
deletion-still-open = We couldn’t cancel everything at Stripe, so your account wasn’t deleted. It’s safe to try again.
deletion-unavailable = Something went wrong on our end, so your account wasn’t deleted. It’s safe to try again.
account-deleted = Your account was deleted.

## Signing in at the company’s identity provider

continue-with = Continue with { $name }
provider-denied = You didn’t sign in. Try again when you’re ready.
provider-unreachable = We can’t reach the sign-in service. Try again in a few minutes.
provider-stale = This sign-in has expired, or it began in another browser. Try again.
provider-no-email =
    We need your email address, and the sign-in service didn’t give it to us. Contact support.
provider-unusable =
    We couldn’t use the sign-in service’s answer. Try again. If it happens again, contact support.

## More about mails and addresses

mail-password-removed = Your password for { $site } was removed
mail-password-removed-text = You signed in by email and proved that this email is yours. Nobody had proved that before, so somebody else could have chosen the password.
mail-password-removed-do = You can choose a new one.
unknown-network = an unknown network
confirm-email-first = Confirm your own email first, under Sign-in and security. Then you can invite people.
sign-in-again = For this you have to sign in again: sign out, and sign in.
new-email = New email

## What the account may use

whats-included = What’s included
feature-up-to = { $feature }: up to { $limit }
until-date = Until { $date }
included-until = Included until { $date }.
included-until-payment = Included until { $date }, and longer once your payment goes through.
not-available-now = Not available right now
available-once-paid = Available once your payment goes through.
available-once-active = Available once your plan is active again.
available-once-billed = Available again once billing resumes.
available-after-trial = Available once your free trial ends.
and-more-features = And { $count } more
