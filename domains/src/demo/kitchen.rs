//! What is in the kitchen, and what the grown-ups eat and drink.

use serde_json::json;

use super::{Household, Random, days::Days, link, quantity};

/// Key, name, category, then in 100 g: energy in kcal, protein, carbohydrate, sugars, fat, fibre in g, sodium in mg.
#[rustfmt::skip]
const FOODS: [(&str, &str, &str, [f64; 7]); 18] = [
    ("banana", "Banana", "Fruit", [89.0, 1.1, 22.8, 12.2, 0.3, 2.6, 1.0]),
    ("apple", "Apple", "Fruit", [52.0, 0.3, 13.8, 10.4, 0.2, 2.4, 1.0]),
    ("carrot", "Carrot, cooked", "Vegetables", [35.0, 0.8, 8.2, 3.5, 0.2, 3.0, 58.0]),
    ("potato", "Potato, boiled", "Vegetables", [87.0, 1.9, 20.1, 0.9, 0.1, 1.8, 4.0]),
    ("broccoli", "Broccoli, cooked", "Vegetables", [35.0, 2.4, 7.2, 1.4, 0.4, 3.3, 41.0]),
    ("oats", "Oat porridge", "Cereals", [71.0, 2.5, 12.0, 0.3, 1.5, 1.7, 4.0]),
    ("bread", "Wholegrain bread", "Cereals", [247.0, 13.0, 41.0, 6.0, 3.4, 7.0, 450.0]),
    ("rice", "Rice, cooked", "Cereals", [130.0, 2.7, 28.2, 0.1, 0.3, 0.4, 1.0]),
    ("pasta", "Pasta, cooked", "Cereals", [158.0, 5.8, 30.9, 0.6, 0.9, 1.8, 1.0]),
    ("muesli", "Muesli", "Cereals", [367.0, 9.7, 66.0, 16.0, 6.3, 8.0, 30.0]),
    ("yogurt", "Yogurt, plain", "Dairy and eggs", [61.0, 3.5, 4.7, 4.7, 3.3, 0.0, 46.0]),
    ("milk", "Milk", "Dairy and eggs", [64.0, 3.3, 4.7, 4.7, 3.6, 0.0, 44.0]),
    ("cheese", "Gouda", "Dairy and eggs", [356.0, 24.9, 2.2, 2.2, 27.4, 0.0, 819.0]),
    ("egg", "Egg, boiled", "Dairy and eggs", [155.0, 12.6, 1.1, 1.1, 10.6, 0.0, 124.0]),
    ("chicken", "Chicken breast, roasted", "Meat and fish", [165.0, 31.0, 0.0, 0.0, 3.6, 0.0, 74.0]),
    ("salmon", "Salmon, baked", "Meat and fish", [206.0, 22.1, 0.0, 0.0, 12.4, 0.0, 61.0]),
    ("lentils", "Lentils, cooked", "Pulses", [116.0, 9.0, 20.1, 1.8, 0.4, 7.9, 2.0]),
    ("coffee", "Coffee with milk", "Drinks", [12.0, 0.7, 1.0, 1.0, 0.6, 0.0, 9.0]),
];

pub(super) fn foods(household: &mut Household) {
    for (key, name, category, [energy, protein, carbohydrate, sugars, fat, fibre, sodium]) in FOODS {
        let gram = |value| quantity(value, "G");
        household.add(
            "Food",
            key,
            json!({
                "name": format!("{name} (demo)"), "category": category, "perVolume": category == "Drinks",
                "energy": quantity(energy, "KCAL"), "protein": gram(protein), "carbohydrate": gram(carbohydrate),
                "sugars": gram(sugars), "fat": gram(fat), "fibre": gram(fibre), "sodium": quantity(sodium, "MG"),
                "source": "demo, after USDA SR",
            }),
        );
    }
}

pub(super) fn meals(household: &mut Household, days: &Days, random: &mut Random) {
    for (number, date) in days.all() {
        let breakfast = random.one_of(&["muesli", "bread", "oats"]);
        let lunch = random.one_of(&["pasta", "rice", "lentils", "potato"]);
        let dinner = random.one_of(&["chicken", "salmon", "egg", "cheese", "broccoli"]);
        let plan = [
            ("BREAKFAST", 7.3, breakfast, 90.0),
            ("LUNCH", 12.6, lunch, 260.0),
            ("SNACK", 15.5, random.one_of(&["apple", "banana", "yogurt"]), 130.0),
            ("DINNER", 19.0, dinner, 170.0),
        ];
        for (place, (meal, hour, food, grams)) in plan.into_iter().enumerate() {
            let at = days.at(date, random.about(hour * 60.0, 20.0));
            let (Some(taken), true) = (days.past(at), random.happens(0.8)) else { continue };
            let fields = json!({
                "takenAt": taken, "kind": "FOOD", "name": name(food), "food": link(food), "meal": meal,
                "mass": quantity((random.about(grams, grams / 5.0) / 5.0).round() * 5.0, "G"), "person": link("nora"),
            });
            household.add("Intake", format!("intake-{number}-{place}"), fields);
        }
        let at = days.at(date, random.about(8.2 * 60.0, 25.0));
        if let Some(taken) = days.past(at) {
            let fields = json!({
                "takenAt": taken, "kind": "DRINK", "name": name("coffee"), "food": link("coffee"),
                "volume": quantity(random.one_of(&[200.0, 250.0, 300.0]), "ML"), "person": link("nora"),
            });
            household.add("Intake", format!("coffee-{number}"), fields);
        }
    }
}

fn name(key: &str) -> &'static str {
    FOODS.iter().find(|(known, ..)| *known == key).map_or("", |(_, name, ..)| name)
}
