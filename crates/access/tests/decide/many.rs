//! Large numbers.

use super::*;

fn active(product: &str) -> Facts {
    Facts { billing: facts(vec![of(product, subscription("sub_1", "active"))]), grants: vec![] }
}

#[test]
fn a_plan_has_as_many_features_as_it_has() {
    for number in [1, 11, 101] {
        let features: Vec<_> = (0..number)
            .map(|each| json!({ "lookup_key": format!("f{each}"), "name": format!("Feature {each}") }))
            .collect();
        let listed = product::Model { features: Some(features.into()), ..product("prod_1", "", &[]) };
        let catalog = offering([listed], &[]);
        let access = decide(&active("prod_1"), &Policy::default(), &catalog, NOW);
        assert_eq!(access.features.values().filter(|it| **it == granted(None, None, None)).count(), number);
        assert_eq!(catalog.name(&key(&format!("f{}", number - 1))), Some(&*format!("Feature {}", number - 1)));
    }
}

#[test]
fn a_catalog_of_ten_thousand_products_is_one_catalog() {
    let products = (0..10_000).map(|each| product(&format!("prod_{each}"), &format!("all, f{each}"), &[]));
    let catalog = offering(products, &["prod_1"]);
    let access = decide(&active("prod_9999"), &Policy::default(), &catalog, NOW);
    assert_eq!(access.features.len(), 10_001);
    let had: Vec<_> =
        access.features.iter().filter(|(_, it)| it.granted).map(|(feature, _)| feature.as_str()).collect();
    assert_eq!(had, ["all", "f9999"]);
    assert_eq!(told(&access, "f1"), refused(Reason::NotInPlan, Some(NextAction::ChangePlan)));
}

#[test]
fn an_account_of_a_hundred_plans_and_grants_has_all_of_them() {
    let products = (0..100).map(|each| product(&format!("prod_{each}"), &format!("f{each}"), &[]));
    let catalog = offering(products, &[]);
    let plans = (0..100).map(|each| of(&format!("prod_{each}"), subscription(&format!("sub_{each}"), "active")));
    let grants = (0..100).map(|each| given(&format!("g{each}"), Some(each), None));
    let facts = Facts { billing: facts(plans.collect()), grants: grants.collect() };
    let access = decide(&facts, &Policy::default(), &catalog, NOW);
    assert_eq!(access.features.values().filter(|it| it.granted).count(), 200);
}
