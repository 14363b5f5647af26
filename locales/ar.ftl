# Arabic. A message has the same name and the same variables in every language; a test compares them.
#
# $plan, $name and $method are names, $amount is money with its currency, $date a day, $moment a minute with its time
# zone, $site the company's name. $per, $every and $adverb are one of the messages under "How often", and $count is a
# number. Names stand between U+2068 and U+2069, so that Latin letters do not reorder the sentence
# around them.

## This language

language-name = العربية
# "everybody", or "demo" for a language that only the demo offers.
offered-to = demo

## Every page

skip-to-content = الانتقال إلى المحتوى
site-navigation = الموقع
footer-navigation = عن هذا الموقع
language-navigation = اللغة
home-page = الصفحة الرئيسية
pricing = الأسعار
account = الحساب
sign-in = تسجيل الدخول
sign-up = إنشاء حساب
sign-out = تسجيل الخروج
sign-out-failed = تعذّر تسجيل خروجك. حاول مرة أخرى.
error-title = خطأ: { $page }
back-to = العودة إلى ⁨{ $name }⁩
support = الدعم
contact-support = الاتصال بالدعم
support-subject = مساعدة في حسابي (المرجع ⁨{ $reference }⁩)
support-subject-plain = مساعدة في حسابي
reference = المرجع: ⁨{ $reference }⁩
terms = شروط الاستخدام
privacy = الخصوصية
pages = الصفحات
previous-page = الصفحة السابقة
next-page = الصفحة التالية
page-of = الصفحة { $number } من { $count }
demo = عرض توضيحي
demo-text = عرض توضيحي: تجري محاكاة Stripe على هذا الجهاز. لا يُحصَّل أي مبلغ.

## The start page

home-heading = اشتراكك بين يديك
home-lead = أدِر خطتك وطريقة الدفع وفواتيرك.
home-account = الانتقال إلى حسابك

## Pages that cannot be shown

not-found = الصفحة غير موجودة
not-found-text = ربما يكون العنوان خاطئًا، أو نُقلت الصفحة.
to-start-page = الانتقال إلى الصفحة الرئيسية
error-unreadable = تعذّرت قراءة هذا الطلب
error-unreadable-text = لم يتغيّر شيء. ارجع وحاول مرة أخرى.
error-cross-site = تعذّر التحقق من هذا الطلب
error-cross-site-text = لم يأتِ الطلب من هذا الموقع، لذلك لم يتغيّر شيء. ارجع وحاول مرة أخرى.
error-gone = لم يعد هذا المستند متاحًا
error-gone-text = لم يعد المستند موجودًا لدى Stripe. افتح بوابة الفوترة لعرض جميع فواتيرك.
error-too-many = طلبات كثيرة جدًا
error-too-many-text = لم يتغيّر شيء. انتظر بضع ثوانٍ وحاول مرة أخرى.
error-unavailable = الخدمة غير متاحة مؤقتًا
error-unavailable-text = لم يتغيّر شيء. حاول مرة أخرى بعد دقيقة.
error-late = استغرق هذا وقتًا طويلًا
error-late-text = تحقّق من حسابك قبل أن تحاول مرة أخرى.
error-other = حدث خطأ من جانبنا
error-other-text = تحقّق من حسابك قبل أن تحاول مرة أخرى.

## Signing in and up

email = البريد الإلكتروني
password = كلمة المرور
new-password = كلمة المرور الجديدة
current-password = كلمة المرور الحالية
password-hint = 8 أحرف على الأقل. من السهل تذكّر بضع كلمات لا رابط بينها، ومن الصعب تخمينها.
no-account-yet = ليس لديك حساب بعد؟
have-an-account = لديك حساب؟
demo-sign-in = في هذا العرض التوضيحي، سجّل الدخول باسم ⁨{ $email }⁩ وكلمة المرور ⁨{ $password }⁩.
no-passwords = لا تحتاج إلى كلمة مرور هنا. سجّل الدخول إلى منتجنا، وافتح الفوترة منه.
change-password = تغيير كلمة المرور
password-changed = تم تغيير كلمة المرور. سُجّل خروجك من جميع الأجهزة الأخرى.
continue-title = المتابعة إلى الفوترة
continue-text = تابِع لفتح حسابك.
continue = متابعة
continue-question = سجّلت الدخول باسم ⁨{ $email }⁩. هل تريد المتابعة باسم ⁨{ $other }⁩؟
continue-as = المتابعة باسم ⁨{ $other }⁩
stay-signed-in = البقاء باسم ⁨{ $email }⁩
link-closed = انتهت صلاحية هذا الرابط
link-closed-text = يعمل الرابط مرة واحدة وتنتهي صلاحيته سريعًا. ارجع إلى الصفحة التي أتيت منها وافتحه مرة أخرى.

## Accounts and their members

signed-in-as = سجّلت الدخول باسم ⁨{ $email }⁩
switch-account = تبديل الحساب
choose-account = اختيار حساب
no-account = لم تعد عضوًا في أي حساب. تواصل مع أحد مالكي الحساب.
account-without-name = الحساب …⁨{ $ending }⁩
back-to-account = العودة إلى حسابك
members = الأعضاء
only-owners = لا يمكن إلا للمالك تغيير أعضاء هذا الحساب.
change-role = تغيير الدور
remove = إزالة
role-of = دور ⁨{ $email }⁩
remove-member = إزالة ⁨{ $email }⁩
role-owner = مالك
role-billing = مسؤول فوترة
role-viewer = مُطّلع
only-look = يمكنك عرض هذا الحساب. لتغيير الخطة أو عرض الفواتير، تواصل مع أحد المالكين.

## The account page

account-settings = إعدادات الحساب
account-unavailable = لا يمكننا عرض حسابك الآن. حاول مرة أخرى بعد دقيقة.
not-fetched = لم نستلم اشتراكك من Stripe بعد. قد يستغرق ذلك بضع دقائق.
about-the-portal = غيّر خطتك أو طريقة الدفع أو بيانات الفوترة في بوابة الفوترة التي تستضيفها Stripe.
manage-subscription = إدارة الاشتراك
opening-portal = جارٍ فتح البوابة…
updating = لم يظهر آخر تغيير أجريته بعد. تُحدَّث هذه الصفحة تلقائيًا.
still-late = لم يظهر آخر تغيير أجريته بعد. قد يستغرق ذلك بضع دقائق.
refresh = تحديث الصفحة
last-updated = آخر تحديث: { $moment }.

subscription = الاشتراك
current-plan = الخطة الحالية
free = مجانًا
your-plan = خطتك
# The same within a sentence.
plan-in-sentence = اشتراكك
plan-and-more = ⁨{ $plan }⁩ { $count ->
        [one] ومنتج آخر
        [two] ومنتجان آخران
        [few] و{ $count } منتجات أخرى
        [many] و{ $count } منتجًا آخر
       *[other] و{ $count } منتج آخر
    }
status = الحالة
no-status = لا ينطبق
period-ends = نهاية الفترة الحالية
discount = الخصم
payment = الدفع
payment-method = طريقة الدفع
account-balance = رصيد الحساب
next-invoice = الفاتورة التالية
no-next-invoice = لا توجد
debts = فواتير مطلوب دفعها
invoices = الفواتير
date = التاريخ
amount = المبلغ
documents = المستندات
pages-of-invoices = صفحات الفواتير
newer-invoices = فواتير أحدث
older-invoices = فواتير أقدم
older-in-the-portal = افتح بوابة الفوترة لعرض الفواتير الأقدم.

## Badges

badge-incomplete = الدفع غير مكتمل
badge-processing = الدفع قيد المعالجة
badge-expired = منتهية الصلاحية
badge-trial = فترة تجريبية
badge-active = نشطة
badge-past-due = متأخرة السداد
badge-unpaid = غير مدفوعة
badge-paused = متوقفة مؤقتًا
badge-billing-paused = الفوترة متوقفة مؤقتًا
badge-canceled = ملغاة
badge-cancels = تنتهي في { $date }
badge-changes = تتغيّر في { $date }
badge-unknown = غير معروفة
invoice-open = مفتوحة
invoice-paid = مدفوعة
invoice-uncollectible = غير قابلة للتحصيل
invoice-void = ملغاة
invoice-refunded = مستردّة
invoice-credited = مقيّدة رصيدًا
invoice-disputed = متنازع عليها

## Buttons

view-plans = عرض الخطط
choose-a-plan = اختيار خطة
change-plan = تغيير الخطة
update-payment-method = تحديث طريقة الدفع
add-payment-method = إضافة طريقة دفع
cancel-plan = إلغاء الخطة
keep-plan = الاحتفاظ بالخطة
resume-plan = استئناف الخطة
pause-plan = إيقاف الخطة مؤقتًا
pay-amount = دفع { $amount } الآن
review-change = مراجعة التغيير
open-portal = فتح بوابة الفوترة
action-of-plan = { $action }: ⁨{ $plan }⁩
view = عرض
pdf = PDF
pay = دفع
document-of-invoice = { $document }: الفاتورة ⁨{ $name }⁩
pay-for-change = الدفع مقابل التغيير

## What a plan is and what comes next

no-plan = ليست لديك خطة بعد.
customer-deleted = أُغلق حساب الفوترة الخاص بك. لن يُحصَّل منك أي مبلغ بعد الآن.
customer-missing = لم نعثر على حساب الفوترة الخاص بك. إذا كانت لديك خطة، فاتصل بالدعم.
trial = تنتهي فترتك التجريبية المجانية في { $date }. سيُحصَّل منك بعد ذلك { $amount }.
trial-of-unknown-amount = تنتهي فترتك التجريبية المجانية في { $date }. تبدأ عندئذٍ خطتك المدفوعة.
trial-without-payment-method = تنتهي فترتك التجريبية المجانية في { $date }. لن يُحصَّل أي مبلغ قبل ذلك.
active = تتجدّد خطتك في { $date }. سيُحصَّل منك { $amount }.
active-by-usage = تتجدّد خطتك في { $date }. تبلغ قيمة استخدامك حتى الآن { $amount }.
active-of-unknown-amount = تتجدّد خطتك في { $date }.
active-without-payment-method = تتجدّد خطتك في { $date }، ويُستحق عندئذٍ { $amount }.
renewing = يجري تجديد خطتك. قد يستغرق ذلك بضع دقائق.
canceling = أُلغيت خطتك وتنتهي في { $date }. تحتفظ بـ ⁨{ $plan }⁩ حتى ذلك الحين، ولن يُحصَّل منك أي مبلغ آخر.
canceling-trial = تنتهي فترتك التجريبية في { $date }. لن يُحصَّل منك أي مبلغ.
canceling-after-renewal =
    أُلغيت خطتك وتنتهي في { $date }. تتجدّد قبل ذلك: في { $next } سيُحصَّل منك { $amount }.
ends-by-schedule = تنتهي خطتك في { $date } حسب الاتفاق. للاحتفاظ بها، اتصل بالدعم.
ends-by-schedule-after-renewal =
    تنتهي خطتك في { $date } حسب الاتفاق. في { $next } سيُحصَّل منك { $amount }. للاحتفاظ بالخطة، اتصل بالدعم.
held-by-schedule = تم الاتفاق على هذه الخطة مسبقًا. لتغييرها أو إلغائها، اتصل بالدعم.
change-to = تتغيّر خطتك إلى ⁨{ $plan }⁩ في { $date }.
change-of-interval = تُفوتَر خطتك { $every } ابتداءً من { $date }.
change-of-interval-and-amount = ابتداءً من { $date }، سيُحصَّل منك { $amount } { $every }.
change-of-item = يحل ⁨{ $plan }⁩ محل ⁨{ $from }⁩ في { $date }.
change-of-quantity = تشمل خطتك ⁨{ $plan }⁩ ابتداءً من { $date }.
change-adds = يُضاف ⁨{ $plan }⁩ إلى خطتك في { $date }.
change-removes = يُزال ⁨{ $name }⁩ من خطتك في { $date }.
change-unknown = تتغيّر خطتك في { $date }.
nothing-changes-before = لن يتغيّر شيء قبل ذلك.
plan-ends = تنتهي خطتك في { $date }.
plan-at-price = ⁨{ $plan }⁩ ({ $amount } { $per })
many-of-plan = { $count } × ⁨{ $plan }⁩

collection-paused = الفوترة متوقفة مؤقتًا. تحتفظ بـ ⁨{ $plan }⁩ ولن يُحصَّل منك أي مبلغ.
collection-paused-until = الفوترة متوقفة مؤقتًا حتى { $date }. تحتفظ بـ ⁨{ $plan }⁩ ولن يُحصَّل منك أي مبلغ.
collection-voided = الفوترة متوقفة مؤقتًا. لن يُحصَّل منك أي مبلغ.
collection-voided-until = الفوترة متوقفة مؤقتًا حتى { $date }. لن يُحصَّل منك أي مبلغ.
collection-postponed = الفوترة متوقفة مؤقتًا. تحتفظ بـ ⁨{ $plan }⁩، وتُحصَّل المدفوعات لاحقًا.
collection-postponed-until = الفوترة متوقفة مؤقتًا حتى { $date }. تحتفظ بـ ⁨{ $plan }⁩، وتُحصَّل المدفوعات بعد ذلك.
nothing-new-charged = الفوترة متوقفة مؤقتًا. لا تُحصَّل مبالغ جديدة.
nothing-new-charged-until = الفوترة متوقفة مؤقتًا حتى { $date }. لا تُحصَّل مبالغ جديدة.
new-charges-postponed = الفوترة متوقفة مؤقتًا. تُحصَّل المدفوعات الجديدة لاحقًا.
new-charges-postponed-until = الفوترة متوقفة مؤقتًا حتى { $date }. تُحصَّل المدفوعات الجديدة بعد ذلك.

keep-with-payment-method = أضف طريقة دفع للاحتفاظ بـ ⁨{ $plan }⁩.
payment-failed = فشلت عملية الدفع.
past-due = تعذّر تحصيل { $amount }. حدّث طريقة الدفع للاحتفاظ بـ ⁨{ $plan }⁩.
past-due-with-method = تعذّر تحصيل { $amount } عبر ⁨{ $method }⁩. حدّث طريقة الدفع للاحتفاظ بـ ⁨{ $plan }⁩.
past-due-of-unknown-amount = حدّث طريقة الدفع للاحتفاظ بـ ⁨{ $plan }⁩.
try-again-on = سنحاول مرة أخرى في { $date }.
invoice-overdue = فاتورتك متأخرة السداد.
overdue-by-hand = مبلغ { $amount } مستحق منذ { $date }. ادفع الآن للاحتفاظ بـ ⁨{ $plan }⁩.
on-hold = خطتك معلّقة.
unpaid = مبلغ { $amount } مستحق منذ { $date }. ادفع الآن لاستعادة ⁨{ $plan }⁩.
unpaid-of-unknown-amount = هناك دفعة ناقصة. ادفع الآن لاستعادة ⁨{ $plan }⁩.
payment-incomplete = لم تكتمل عملية الدفع.
incomplete = أكمل دفع { $amount } لبدء خطتك.
incomplete-until = أكمل دفع { $amount } قبل { $moment } لبدء خطتك.
incomplete-of-unknown-amount = أكمل عملية الدفع لبدء خطتك.
incomplete-of-unknown-amount-until = أكمل عملية الدفع قبل { $moment } لبدء خطتك.
expired = لم تكتمل دفعتك الأولى في الوقت المحدد، لذلك لم تبدأ خطتك. لم يُحصَّل منك أي مبلغ.
processing = دفعتك بمبلغ { $amount } قيد المعالجة. قد يستغرق ذلك بضعة أيام. لا يلزمك فعل أي شيء.
still-due = مبلغ { $amount } مستحق منذ { $date }.
still-due-after-end = ما زال مبلغ { $amount } المستحق منذ { $date } غير مدفوع.
due-later = مبلغ { $amount } مستحق في { $date }.
sum-of-invoices = { $amount } ({ $count ->
        [one] فاتورة واحدة
        [two] فاتورتان
        [few] { $count } فواتير
       *[other] { $count } فاتورة
    })
debt-overdue = { $amount }، مستحق منذ { $date }
debt-upcoming = { $amount }، مستحق في { $date }
debt-processing = { $amount }، قيد المعالجة
more-debts = { $count ->
        [one] وفاتورة أخرى ضمن الفواتير
        [two] وفاتورتان أخريان ضمن الفواتير
        [few] و{ $count } فواتير أخرى ضمن الفواتير
       *[other] و{ $count } فاتورة أخرى ضمن الفواتير
    }

plan-paused = خطتك متوقفة مؤقتًا.
paused-after-trial = انتهت فترتك التجريبية المجانية.
paused-on-request = أُوقفت خطتك مؤقتًا.
paused-on-request-since = أُوقفت خطتك مؤقتًا في { $date }.
paused-after-failure = فشلت إحدى الدفعات.
paused-by-stripe = أوقفت Stripe خطتك مؤقتًا.
paused-by-stripe-since = أوقفت Stripe خطتك مؤقتًا في { $date }.
resume-after-trial = استأنف الخطة للمتابعة. سيُحصَّل المبلغ منك اليوم.
resume-after-request =
    استأنف الخطة للمتابعة الآن. سيُحصَّل المبلغ منك اليوم. إذا اخترت تاريخًا لانتهاء الإيقاف، فستُستأنف تلقائيًا.
resume = استأنف الخطة للمتابعة. سيُحصَّل المبلغ منك اليوم.
add-payment-method-to-continue = أضف طريقة دفع للمتابعة.
contact-support-to-continue = اتصل بالدعم للمتابعة.
paused-for-payment = فشل دفع { $amount }. ادفع الآن للمتابعة.

canceled-paid-until = أُلغيت خطتك في { $canceled }. كانت مدفوعة حتى { $date }.
ended = انتهت خطتك ⁨{ $plan }⁩ في { $date }.
ended-without-name = انتهت خطتك في { $date }.
ended-without-date = انتهت خطتك.
state-unknown = افتح بوابة الفوترة لعرض حالة خطتك.
change-waits = هناك تغيير في خطتك ينتظر الدفع حتى { $moment }.
change-waits-for = هناك تغيير في خطتك ينتظر دفع { $amount } حتى { $moment }.
change-being-paid = يبدأ التغيير في خطتك بعد معالجة الدفع.

## What just changed

now-subscribed = بدأ اشتراكك في ⁨{ $plan }⁩.
now-on-trial = بدأت فترتك التجريبية في ⁨{ $plan }⁩.
now-changed = تغيّرت خطتك إلى ⁨{ $plan }⁩.
now-updated = تم تحديث خطتك.
now-canceled = أُلغيت خطتك وتنتهي في { $date }.
now-ended = أُلغيت خطتك.
now-kept = خطتك مستمرة. لم تعد ملغاة.
now-resumed = خطتك نشطة من جديد.
now-paused = خطتك متوقفة مؤقتًا.
now-paid = تم دفع { $amount } بنجاح.
now-paid-with = طريقة الدفع الآن هي ⁨{ $method }⁩.
now-without-payment-method = أُزيلت طريقة الدفع.

## Prices and amounts

amount-with-tax = { $amount } شاملًا ضريبة قدرها { $tax }
amount-with-adjustments = { $amount }، شاملًا تسويات قدرها { $adjustments }
amount-so-far = { $amount } حتى الآن
amount-on-date = { $amount } في { $date }
price-per = { $amount } { $per }
price-per-plus-tax = { $amount } { $per } زائد الضريبة
price-plus-tax = { $amount } زائد الضريبة
quantity-of-price = { $count } × { $price }
quantity = الكمية { $count }
by-usage = الفوترة حسب الاستخدام
item-of-plan = ⁨{ $plan }⁩: { $price }
renews-on = { $price }، التجديد في { $date }
and-more-items = { $count ->
        [one] وعنصر آخر
        [two] وعنصران آخران
        [few] و{ $count } عناصر أخرى
        [many] و{ $count } عنصرًا آخر
       *[other] و{ $count } عنصر آخر
    }
credit = رصيد دائن { $amount }، يُستخدم لفواتيرك التالية
debit = مبلغ مستحق { $amount }، يُضاف إلى فاتورتك التالية
amount-refunded = رُدّ { $amount }
amount-credited = قُيّد { $amount } رصيدًا
percent = { $number }٪
list-of-two = { $one }، { $two }
off = خصم { $off }
off-until = خصم { $off } حتى { $date }
off-once = خصم { $off } على فاتورتك التالية
off-product = خصم { $off } على ⁨{ $plan }⁩
off-product-until = خصم { $off } على ⁨{ $plan }⁩ حتى { $date }
off-product-once = خصم { $off } على ⁨{ $plan }⁩ في فاتورتك التالية

## How often

per-period =
    { $unit ->
        [day] { $count ->
            [one] يوميًا
            [two] كل يومين
            [few] كل { $count } أيام
            [many] كل { $count } يومًا
           *[other] كل { $count } يوم
        }
        [week] { $count ->
            [one] أسبوعيًا
            [two] كل أسبوعين
            [few] كل { $count } أسابيع
            [many] كل { $count } أسبوعًا
           *[other] كل { $count } أسبوع
        }
        [year] { $count ->
            [one] سنويًا
            [two] كل سنتين
            [few] كل { $count } سنوات
           *[other] كل { $count } سنة
        }
       *[month] { $count ->
            [one] شهريًا
            [two] كل شهرين
            [few] كل { $count } أشهر
            [many] كل { $count } شهرًا
           *[other] كل { $count } شهر
        }
    }
every-period =
    { $unit ->
        [day] { $count ->
            [one] كل يوم
            [two] كل يومين
            [few] كل { $count } أيام
            [many] كل { $count } يومًا
           *[other] كل { $count } يوم
        }
        [week] { $count ->
            [one] كل أسبوع
            [two] كل أسبوعين
            [few] كل { $count } أسابيع
            [many] كل { $count } أسبوعًا
           *[other] كل { $count } أسبوع
        }
        [year] { $count ->
            [one] كل سنة
            [two] كل سنتين
            [few] كل { $count } سنوات
           *[other] كل { $count } سنة
        }
       *[month] { $count ->
            [one] كل شهر
            [two] كل شهرين
            [few] كل { $count } أشهر
            [many] كل { $count } شهرًا
           *[other] كل { $count } شهر
        }
    }
interval =
    { $unit ->
        [day] { $count ->
            [one] يوميًا
            [two] كل يومين
            [few] كل { $count } أيام
            [many] كل { $count } يومًا
           *[other] كل { $count } يوم
        }
        [week] { $count ->
            [one] أسبوعيًا
            [two] كل أسبوعين
            [few] كل { $count } أسابيع
            [many] كل { $count } أسبوعًا
           *[other] كل { $count } أسبوع
        }
        [year] { $count ->
            [one] سنويًا
            [two] كل سنتين
            [few] كل { $count } سنوات
           *[other] كل { $count } سنة
        }
       *[month] { $count ->
            [one] شهريًا
            [two] كل شهرين
            [few] كل { $count } أشهر
            [many] كل { $count } شهرًا
           *[other] كل { $count } شهر
        }
    }

## Payment methods

none-on-file = لا توجد
on-file = محفوظة
card = بطاقة
korean-card = بطاقة كورية
bank-account = حساب مصرفي
bank-transfer = تحويل مصرفي
pre-authorized-debit = خصم مباشر مصرّح به مسبقًا
method-with-digits = ⁨{ $method } •••• { $digits }⁩
method-of = ⁨{ $method } ({ $detail })⁩
card-expires = تنتهي صلاحيتها في { $month }
card-expires-soon = تنتهي صلاحية بطاقتك في { $month }. حدّثها لتجنّب فشل الدفع.
card-expired = انتهت صلاحية بطاقتك في { $month }. حدّثها لتجنّب فشل الدفع.

## Pricing

choose-plan-heading = اختيار خطة
no-offers = لا توجد خطط متاحة الآن. إذا كانت لديك خطة، فلن تتأثر.
offers-unavailable = لا يمكننا عرض الخطط الآن. حاول مرة أخرى بعد دقيقة.
billing-period = فترة الفوترة
currency-navigation = العملة
this-is-your-plan = الخطة الحالية
choose-offer = اختيار ⁨{ $plan }⁩
switch-to-offer = التبديل إلى ⁨{ $plan }⁩
switch-to-interval =
    { $unit ->
        [day] التبديل إلى الدفع اليومي
        [week] التبديل إلى الدفع الأسبوعي
        [year] التبديل إلى الدفع السنوي
       *[month] التبديل إلى الدفع الشهري
    }
trial-then = { $count ->
        [one] يوم واحد مجانًا، ثم { $price }
        [two] يومان مجانًا، ثم { $price }
        [few] { $count } أيام مجانًا، ثم { $price }
        [many] { $count } يومًا مجانًا، ثم { $price }
       *[other] { $count } يوم مجانًا، ثم { $price }
    }
per-seat = لكل مقعد / { $unit ->
        [day] { $count ->
            [one] يوم
            [two] يومين
            [few] { $count } أيام
            [many] { $count } يومًا
           *[other] { $count } يوم
        }
        [week] { $count ->
            [one] أسبوع
            [two] أسبوعين
            [few] { $count } أسابيع
            [many] { $count } أسبوعًا
           *[other] { $count } أسبوع
        }
        [year] { $count ->
            [one] سنة
            [two] سنتين
            [few] { $count } سنوات
           *[other] { $count } سنة
        }
       *[month] { $count ->
            [one] شهر
            [two] شهرين
            [few] { $count } أشهر
            [many] { $count } شهرًا
           *[other] { $count } شهر
        }
    }
per-unit-of-usage = لكل ⁨{ $name }⁩، الفوترة { $every }
a-month-when-billed-yearly = { $amount } شهريًا، تُفوتَر سنويًا
save-amount = وفّر { $amount }
compare-plans = مقارنة الخطط
feature = الميزة
included = مشمولة
not-included = غير مشمولة
nothing-in-currency = عملة فوترتك هي ⁨{ $currency }⁩، ولا تُباع أي من خططنا بها. اتصل بالدعم.
offers-while-unpaid = ادفع المبلغ المستحق قبل تغيير خطتك.
offers-while-incomplete = أكمل دفعتك الأولى قبل تغيير خطتك.
offers-while-paused = استأنف خطتك قبل تغييرها.
offers-while-canceling = احتفظ بخطتك قبل تغييرها.
offers-while-scheduled = من المقرر أن تتغيّر خطتك في { $date }. راجع ذلك التغيير قبل إجراء تغيير آخر.
offers-while-several = لديك عدة خطط. اختر الخطة التي تريد تغييرها في صفحة حسابك.
offers-while-fixed = لا يمكن تغيير هذه الخطة هنا. اتصل بالدعم.
go-to-account = الانتقال إلى حسابك

## What went wrong

sign-in-first = سجّل الدخول أولًا.
form-incomplete = املأ جميع الحقول.
email-invalid = أدخل عنوان بريد إلكتروني، مثل ⁨name@example.com⁩.
email-taken = يوجد حساب بهذا البريد الإلكتروني بالفعل. سجّل الدخول بدلًا من ذلك.
password-missing = أدخل كلمة المرور.
password-too-short = اختر كلمة مرور من 8 أحرف على الأقل.
password-too-long = اختر كلمة مرور من 256 حرفًا على الأكثر.
password-too-common = من السهل تخمين كلمة المرور هذه. ثلاث أو أربع كلمات لا رابط بينها تكوّن كلمة مرور جيدة.
wrong-credentials = البريد الإلكتروني أو كلمة المرور غير صحيحة.
account-disabled = هذا الحساب مغلق. إذا كنت تعتقد أن ذلك خطأ، فاتصل بالدعم.
wrong-current-password = ليست هذه كلمة المرور الحالية.
too-many-attempts = محاولات كثيرة جدًا. انتظر دقيقة وحاول مرة أخرى.
signing-in-busy = لدينا ضغط كبير الآن. حاول مرة أخرى بعد لحظات.
try-again-soon = حدث خطأ من جانبنا. حاول مرة أخرى بعد لحظات.
role-forbids = لا يسمح دورك بذلك. تواصل مع أحد مالكي هذا الحساب.
no-billing-account = ليس لديك حساب فوترة بعد. اختر خطة أولًا.
link-expired = انتهت صلاحية ذلك الرابط. استخدم الأزرار أدناه.
not-configured = لم يتم إعداد الفوترة بعد. اتصل بالدعم.
portal-unavailable = يتعذّر الوصول إلى بوابة الفوترة الآن. حاول مرة أخرى بعد دقيقة.
portal-failed = تعذّر فتح بوابة الفوترة. اتصل بالدعم إذا تكرّر ذلك.
too-many-clicks = طلبات كثيرة جدًا. لم يتغيّر شيء. انتظر بضع ثوانٍ وحاول مرة أخرى.
not-offered = لم تعد تلك الخطة متاحة. اختر خطة أخرى.
other-currency = لا تُباع تلك الخطة بعملة فوترتك. اختر خطة أخرى.
begins-later = لديك بالفعل خطة تبدأ لاحقًا. لإضافة خطة أخرى، اتصل بالدعم.
checkout-unavailable = يتعذّر الوصول إلى صفحة الدفع الآن. لم يُحصَّل منك أي مبلغ. حاول مرة أخرى بعد دقيقة.
checkout-failed = تعذّر فتح صفحة الدفع. لم يُحصَّل منك أي مبلغ. اتصل بالدعم إذا تكرّر ذلك.
nothing-to-do = خطتك محدّثة بالفعل.
plan-not-updated = تعذّر تحديث خطتك. افتح بوابة الفوترة لمعرفة ما ينقص.
payment-still-failed = فشلت عملية الدفع، لذلك ما زالت خطتك متوقفة مؤقتًا. ادفع المبلغ المستحق، أو حدّث طريقة الدفع.
outcome-unknown = لم تُجب Stripe في الوقت المناسب. ربما تغيّرت خطتك: تحقّق مرة أخرى بعد دقيقة.
only-owners-change-members = لا يمكن إلا للمالك تغيير أعضاء هذا الحساب. لم يتغيّر شيء.
not-your-account = لست عضوًا في ذلك الحساب. اختر حسابًا آخر.
no-such-member = لم يعد ذلك الشخص عضوًا.
last-owner = يحتاج كل حساب إلى مالك. عيّن شخصًا آخر مالكًا أولًا.
unknown-role = اختر أحد الأدوار: مالك أو مسؤول فوترة أو مُطّلع.

## Mails
# The subject says the fact. $site is the company's name.

mail-plain-address = أو افتح هذا العنوان:
mail-not-you = إذا لم تكن أنت من فعل ذلك، فيمكنك تجاهل هذه الرسالة. لم يتغيّر شيء.
mail-sign-up = أكّد بريدك الإلكتروني لدى ⁨{ $site }⁩
mail-sign-up-text = اضغط على الزر لإنشاء حسابك.
mail-works-a-day = يعمل الرابط مرة واحدة وتنتهي صلاحيته بعد يوم واحد.
mail-create-account = إنشاء حساب
mail-registered = لديك حساب بالفعل لدى ⁨{ $site }⁩
mail-registered-text = حاول شخص ما إنشاء حساب ببريدك الإلكتروني.
mail-registered-do = لديك حساب بالفعل: سجّل الدخول، أو اختر كلمة مرور جديدة إذا نسيت كلمة المرور.
mail-verify = أكّد هذا البريد الإلكتروني لدى ⁨{ $site }⁩
mail-verify-text = اضغط على الزر لاستخدام هذا البريد الإلكتروني لحسابك.
mail-confirm-email = تأكيد البريد الإلكتروني
mail-reset = اختر كلمة مرور جديدة لدى ⁨{ $site }⁩
mail-reset-text = طلب شخص ما كلمة مرور جديدة لحسابك.
mail-works-an-hour = يعمل الرابط مرة واحدة وتنتهي صلاحيته بعد ساعة واحدة.
mail-choose-password = اختيار كلمة مرور جديدة
mail-no-account = ليس لديك حساب لدى ⁨{ $site }⁩
mail-no-account-text = طلب شخص ما كلمة مرور جديدة، لكن لا يوجد حساب بهذا البريد الإلكتروني.
mail-no-account-do = ربما أنشأت حسابك ببريد إلكتروني آخر. يمكنك أيضًا إنشاء حساب.
mail-password-changed = تم تغيير كلمة مرورك لدى ⁨{ $site }⁩
mail-password-changed-text = تم تغييرها في { $moment }، وأُنهيت جلساتك الأخرى.
mail-password-changed-do = إذا لم تكن أنت من فعل ذلك، فاختر كلمة مرور جديدة الآن.
mail-address-changed = تم تغيير بريدك الإلكتروني لدى ⁨{ $site }⁩
mail-address-changed-text = يستخدم حسابك بريدًا إلكترونيًا آخر منذ { $moment }.
mail-address-changed-do = إذا لم تكن أنت من فعل ذلك، فاتصل بالدعم فورًا.
mail-sign-in = رابط تسجيل دخولك إلى ⁨{ $site }⁩
mail-sign-in-text = اضغط على الزر لتسجيل الدخول، أو أدخل هذا الرمز في الصفحة التي طلبته منها.
mail-works-ten-minutes = يعمل الرابط والرمز مرة واحدة وتنتهي صلاحيتهما بعد عشر دقائق. لا تخبر أحدًا بالرمز.
mail-invitation = لديك دعوة إلى حساب لدى ⁨{ $site }⁩
mail-invitation-into = لديك دعوة إلى ⁨{ $name }⁩ لدى ⁨{ $site }⁩
mail-invitation-text = يدعوك ⁨{ $email }⁩ إلى مشاركة حسابه. دورك: { $role }.
mail-works-a-week = الدعوة صالحة لمدة سبعة أيام.
mail-see-invitation = عرض الدعوة
mail-new-device = تسجيل دخول جديد إلى حسابك لدى ⁨{ $site }⁩
mail-new-device-text = سجّل شخص ما الدخول في { $moment }، باستخدام ⁨{ $device }⁩ على الشبكة ⁨{ $network }⁩.
mail-new-device-do = إذا لم تكن أنت من فعل ذلك، فأنهِ تلك الجلسة وغيّر كلمة المرور.
mail-check-sessions = مراجعة جلساتك

## Signing in by mail, and getting back in

forgot-password = هل نسيت كلمة المرور؟
reset-text = أدخل بريدك الإلكتروني. سنرسل إليك رابطًا لاختيار كلمة مرور جديدة.
send-link = إرسال الرابط
back-to-sign-in = العودة إلى تسجيل الدخول
look-into-mail = تحقّق من بريدك الإلكتروني. إذا كان يمكن استخدام هذا العنوان هنا، فهناك رسالة في طريقها إليك.
shown-mail = عرض الرسالة (لا يرسل هذا الخادم أي رسائل)
sign-in-by-email = تسجيل الدخول عبر البريد الإلكتروني
sign-in-by-email-text = سنرسل إليك رابطًا ورمزًا. لا تحتاج إلى كلمة مرور.
enter-code = أدخل الرمز
code = الرمز
code-text = افتح الرابط الموجود في الرسالة، أو أدخل هنا الرمز المكوّن من ستة أرقام.
ask-again = إرسال رسالة أخرى
code-wrong = هذا الرمز غير صحيح أو انتهت صلاحيته. تحقّق من أحدث رسالة، أو اطلب رسالة أخرى.
mail-link-closed = استُخدم هذا الرابط من قبل أو أصبح قديمًا جدًا. اطلب رابطًا جديدًا.
sign-up-confirm = أنشئ حسابًا لـ ⁨{ $email }⁩.
password-not-chosen = ليست هذه كلمة المرور التي اخترتها.
password-you-chose = كلمة المرور التي اخترتها عند التسجيل
reset-confirm = للحساب ⁨{ $email }⁩. ستُنهى جلساتك الأخرى.
save-password = حفظ كلمة المرور
address-confirm = استخدم ⁨{ $email }⁩ لحسابك.
sign-in-confirm = سجّل الدخول باسم ⁨{ $email }⁩.

## Your email

email-unchanged = هذا هو البريد الإلكتروني الذي تستخدمه بالفعل.
email-verified = مؤكَّد
email-not-verified = غير مؤكَّد بعد
verify-email = إرسال رسالة التأكيد
email-confirmed = تم تأكيد بريدك الإلكتروني.
change-email = تغيير البريد الإلكتروني

## Invitations

invite-members = دعوة أشخاص
role = الدور
send-invitation = إرسال الدعوة
open-invitations = لم تُقبل بعد:
withdraw-invitation = سحب
withdraw-invitation-to = سحب الدعوة المرسلة إلى ⁨{ $email }⁩
invitation-title = لديك دعوة
invitation-text = يدعوك ⁨{ $email }⁩ إلى ⁨{ $name }⁩. دورك: { $role }.
invitation-sign-in = سجّل الدخول باسم ⁨{ $email }⁩ لقبول الدعوة.
invitation-other = الدعوة موجّهة إلى ⁨{ $email }⁩. سجّلت الدخول باسم ⁨{ $other }⁩: سجّل الخروج أولًا.
accept-invitation = قبول الدعوة
too-many-invitations = دعوات كثيرة جدًا. انتظر قليلًا وحاول مرة أخرى.
not-invited = الدعوة موجّهة إلى بريد إلكتروني آخر. سجّل الدخول بذلك البريد.

## Sign-in and security, and deleting an account

security = تسجيل الدخول والأمان
back-to-security = العودة إلى تسجيل الدخول والأمان
sessions = الأماكن التي سجّلت الدخول منها
this-session = هذا المتصفح
# Such as "Firefox on Linux".
device = { $browser } على { $system }
unknown-device = جهاز غير معروف
session-last-used = آخر استخدام: { $moment }
session-network = تسجيل الدخول من { $network }
session-network-unknown = تسجيل الدخول من شبكة غير معروفة
end-session-of = تسجيل الخروج من { $device }، آخر استخدام: { $moment }
end-other-sessions = تسجيل الخروج من كل مكان آخر
session-ended = تم تسجيل الخروج من ذلك المتصفح.
other-sessions-ended = تم تسجيل خروجك من كل مكان آخر.
delete-account = حذف الحساب
deletion-lead = لا يمكن التراجع عن هذا. إليك ما سيحدث:
deletion-of-plans = تُلغى خططك فورًا. لا تسترد قيمة المدة المتبقية.
deletion-of-data = يُحذف هذا الحساب ووصول أعضائه ونسختنا من بيانات الفوترة الخاصة بك.
deletion-of-invoices = تبقى الفواتير والمدفوعات لدى Stripe لأن القانون يفرض الاحتفاظ بها.
deletion-confirmation = أريد إلغاء خططي وحذف هذا الحساب.
other-owners-first = لهذا الحساب مالكون آخرون. أزلهم أو غيّر أدوارهم أولًا.
only-owners-delete = لا يمكن إلا للمالك حذف هذا الحساب. لم يتغيّر شيء.
deletion-not-confirmed = حدّد المربع لحذف حسابك.
deletion-still-open = تعذّر علينا إلغاء كل شيء لدى Stripe، لذلك لم يُحذف حسابك. يمكنك المحاولة مرة أخرى بأمان.
deletion-unavailable = حدث خطأ من جانبنا، لذلك لم يُحذف حسابك. يمكنك المحاولة مرة أخرى بأمان.
account-deleted = تم حذف حسابك.

## Signing in at the company’s identity provider

continue-with = المتابعة باستخدام { $name }
provider-denied = لم تسجّل الدخول. حاول مرة أخرى عندما تكون مستعدًا.
provider-unreachable = تعذّر علينا الوصول إلى خدمة تسجيل الدخول. حاول مرة أخرى بعد بضع دقائق.
provider-stale = انتهت صلاحية محاولة تسجيل الدخول هذه، أو بدأت في متصفّح آخر. حاول مرة أخرى.
provider-no-email =
    نحتاج إلى عنوان بريدك الإلكتروني، ولم ترسله إلينا خدمة تسجيل الدخول. تواصل مع الدعم.
provider-unusable =
    تعذّر علينا استخدام ردّ خدمة تسجيل الدخول. حاول مرة أخرى. وإذا تكرّر ذلك، فتواصل مع الدعم.

## More about mails and addresses

mail-password-removed = أُزيلت كلمة مرورك لدى ⁨{ $site }⁩
mail-password-removed-text = سجّلت الدخول عبر البريد الإلكتروني وأثبتّ أن هذا العنوان لك. لم يُثبت أحد ذلك من قبل، فربما اختار شخص آخر كلمة المرور.
mail-password-removed-do = يمكنك اختيار كلمة مرور جديدة.
unknown-network = شبكة غير معروفة
confirm-email-first = أكّد بريدك الإلكتروني أولًا في «تسجيل الدخول والأمان». بعد ذلك يمكنك دعوة أشخاص.
sign-in-again = عليك تسجيل الدخول مرة أخرى لهذا: سجّل الخروج ثم سجّل الدخول.
new-email = البريد الإلكتروني الجديد

## What the account may use

whats-included = ما تشمله خطتك
feature-up-to = ⁨{ $feature }⁩: حتى { $limit }
until-date = حتى { $date }
included-until = مشمولة حتى { $date }.
included-until-payment = مشمولة حتى { $date }، وبعد ذلك أيضًا فور إتمام دفعتك.
not-available-now = غير متاحة حاليًا
available-once-paid = تتوفر فور إتمام دفعتك.
available-once-active = تتوفر عندما تصبح خطتك نشطة من جديد.
available-once-billed = تتوفر من جديد عند استئناف الفوترة.
available-after-trial = تتوفر بعد انتهاء فترتك التجريبية المجانية.
and-more-features = { $count ->
        [one] وميزة أخرى
        [two] وميزتان أخريان
        [few] و{ $count } ميزات أخرى
        [many] و{ $count } ميزة أخرى
       *[other] و{ $count } ميزة أخرى
    }
