# British English, where it is written differently. All other messages are taken from en-US.ftl.

## This language

language-name = English (UK)
# "everybody", or "demo" for a language that only the demo offers.
offered-to = everybody

## The start page

home-lead = Manage your plan, payment method and invoices.

## The account page

about-the-portal = Change your plan, payment method or billing details in our billing portal, hosted by Stripe.

## Badges

badge-canceled = Cancelled

## What a plan is and what comes next

canceling = Your plan is cancelled and ends on { $date }. You keep { $plan } until then and won’t be charged again.
canceling-after-renewal =
    Your plan is cancelled and ends on { $date }. It renews before then: you’ll be charged { $amount } on { $next }.
canceled-paid-until = Your plan was cancelled on { $canceled }. It was paid until { $date }.

## What just changed

now-canceled = Your plan is cancelled and ends on { $date }.
now-kept = Your plan continues. It’s no longer cancelled.

## Payment methods

pre-authorized-debit = Pre-authorised debit
card-expires-soon = Your card expires in { $month }. Update it to avoid a failed payment.
card-expired = Your card expired in { $month }. Update it to avoid a failed payment.

## What went wrong

unknown-role = Choose owner, billing or viewer.

## Sign-in and security, and deleting an account

deletion-of-plans = Your plans are cancelled right away. You don’t get a refund for the time that’s left.
deletion-of-data = This account, its members’ access and our copy of your billing data are deleted.
deletion-not-confirmed = Tick the box to delete your account.
